package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer remembers of its objects: name and version, nothing else. Each object is handed on at the moment it is
 * stored, so that all of a list has been handed on when the informer says that it is in sync.
 *
 * <p>Thread: the informer's, one at a time; reads may come from any.
 */
final class LeanStore implements ItemStore<GenericKubernetesResource> {
    private final Map<String, GenericKubernetesResource> kept = new ConcurrentHashMap<>();
    private final Listener listener;

    /** Who is handed the objects. */
    interface Listener {
        /** It is new, or another version than before. */
        void seen(GenericKubernetesResource object);

        /** It is gone; only its name and namespace are known. */
        void gone(GenericKubernetesResource object);
    }

    LeanStore(Listener listener) {
        this.listener = listener;
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
        var before = kept.put(key, lean(object));
        if (before == null || !Objects.equals(version(before), version(object))) {
            listener.seen(object);
        }
        return before;
    }

    @Override
    public @Nullable GenericKubernetesResource remove(String key) {
        var before = kept.remove(key);
        if (before != null) {
            listener.gone(before);
        }
        return before;
    }

    private static GenericKubernetesResource lean(GenericKubernetesResource object) {
        var lean = new GenericKubernetesResource();
        lean.setApiVersion(object.getApiVersion());
        lean.setKind(object.getKind());
        lean.setMetadata(new ObjectMetaBuilder()
                .withName(object.getMetadata().getName())
                .withNamespace(object.getMetadata().getNamespace())
                .withResourceVersion(version(object))
                .build());
        return lean;
    }

    private static @Nullable String version(GenericKubernetesResource object) {
        return object.getMetadata().getResourceVersion();
    }

    @Override
    public String getKey(GenericKubernetesResource object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return kept.values().stream();
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public @Nullable GenericKubernetesResource get(String key) {
        return kept.get(key);
    }

    /** The informer must not hold back what it lists until all pages are there: it would find only names then. */
    @Override
    public boolean isFullState() {
        return false;
    }
}
