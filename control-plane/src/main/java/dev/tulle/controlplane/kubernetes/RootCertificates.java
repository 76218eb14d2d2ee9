package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.kubernetes.ResourceWatch.Selection;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * ConfigMap {@value #NAME} in every namespace, which pods mount to know the control plane: written where it is missing or says
 * something else. Source: Istio, the same name and key.
 *
 * <p>Thread: begins and ends on the executor; namespaces may come from any thread.
 */
final class RootCertificates implements Leadership.Duty {
    private static final Logger LOG = Logger.getLogger(RootCertificates.class);

    static final String NAME = "istio-ca-root-cert";
    /** No pod of these gets a sidecar. */
    private static final Set<String> WITHOUT = Set.of("kube-system", "kube-public", "kube-node-lease");

    private final KubernetesClient client;
    private final Supplier<Map<String, String>> content;
    private final Upkeep upkeep;
    private final Map<String, Map<?, ?>> there = new ConcurrentHashMap<>();
    private Optional<ResourceWatch> watch = Optional.empty();
    private volatile Set<String> namespaces = Set.of();

    /** @param content what each shall say, now */
    RootCertificates(
            KubernetesClient client, ScheduledExecutorService executor, Supplier<Map<String, String>> content) {
        this.client = client;
        this.content = content;
        this.upkeep = new Upkeep("writing ConfigMaps " + NAME, executor, this::write);
    }

    @Override
    public void begin() {
        var selection = new Selection(ApiResource.CONFIG_MAP, Optional.empty(), Optional.of(NAME));
        var next = new ResourceWatch(client, selection, new LeanStore.Listener() {
            @Override
            public void seen(GenericKubernetesResource object) {
                var data = object.getAdditionalProperties().get("data");
                there.put(namespace(object), data instanceof Map<?, ?> map ? map : Map.of());
                upkeep.wake();
            }

            @Override
            public void gone(GenericKubernetesResource object) {
                there.remove(namespace(object));
                upkeep.wake();
            }
        });
        watch = Optional.of(next);
        next.start(upkeep::wake);
    }

    private static String namespace(GenericKubernetesResource object) {
        return object.getMetadata().getNamespace();
    }

    @Override
    public void end() {
        watch.ifPresent(ResourceWatch::close);
        watch = Optional.empty();
        there.clear();
    }

    /** These are there and not about to go. */
    void namespaces(Set<String> active) {
        if (!active.equals(namespaces)) {
            namespaces = active;
            upkeep.wake();
        }
    }

    /** The content may be another now. */
    void renewed() {
        upkeep.wake();
    }

    private void write() {
        if (watch.filter(ResourceWatch::isSynced).isEmpty()) {
            return;
        }
        var wanted = content.get();
        var failure = Optional.<KubernetesClientException>empty();
        for (var namespace : new TreeSet<>(namespaces)) {
            if (WITHOUT.contains(namespace) || wanted.equals(there.get(namespace))) {
                continue;
            }
            try {
                write(namespace, wanted);
            } catch (KubernetesClientException e) {
                // It went away meanwhile; its own event says so.
                if (e.getCode() != Answers.NOT_FOUND) {
                    failure = Optional.of(e);
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void write(String namespace, Map<String, String> wanted) {
        var map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .addToLabels("istio.io/config", "true")
                .endMetadata()
                .withData(wanted)
                .build();
        client.resource(map)
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("tulle")
                        .withForce(true)
                        .build());
        there.put(namespace, wanted);
        LOG.debugf("wrote ConfigMap %s/%s", namespace, NAME);
    }
}
