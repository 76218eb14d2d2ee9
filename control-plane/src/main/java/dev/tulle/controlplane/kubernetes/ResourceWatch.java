package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The informer of one kind. It lists in pages, watches with bookmarks, and after a failure does so again with a back-off that
 * doubles from 1 s to 32 s.
 *
 * <p>Thread: any.
 */
final class ResourceWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ResourceWatch.class);

    /** Objects per page: a list of ten thousand pods is never in memory as a whole. */
    private static final long PAGE = 500;

    private final Selection selection;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private volatile boolean synced;

    /**
     * Which objects.
     *
     * @param namespace absent: all
     * @param name absent: every name
     */
    record Selection(ApiResource resource, Optional<String> namespace, Optional<String> name) {
        static Selection all(ApiResource resource) {
            return new Selection(resource, Optional.empty(), Optional.empty());
        }

        /** The same for the same objects, whatever version they are read in. */
        String id() {
            return resource.name()
                    + namespace.map(text -> "/" + text).orElse("")
                    + name.map(text -> "/" + text).orElse("");
        }

        @Override
        public String toString() {
            return resource
                    + namespace.map(text -> " in " + text).orElse("")
                    + name.map(text -> " named " + text).orElse("");
        }
    }

    ResourceWatch(KubernetesClient client, Selection selection, LeanStore.Listener listener) {
        this(client, selection, listener, () -> {});
    }

    /** @param failed called each time that it has to try again */
    ResourceWatch(KubernetesClient client, Selection selection, LeanStore.Listener listener, Runnable failed) {
        this.selection = selection;
        this.informer = operation(client, selection)
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new LeanStore(listener))
                .exceptionHandler((started, failure) -> {
                    LOG.warnf("watching fails and is tried again resource=%s: %s", selection, Answers.words(failure));
                    failed.run();
                    return true;
                });
    }

    private static FilterWatchListDeletable<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            operation(KubernetesClient client, Selection selection) {
        var all = client.genericKubernetesResources(selection.resource().context());
        var operation = selection.namespace().isPresent()
                ? all.inNamespace(selection.namespace().get())
                : everywhere(all, selection.resource());
        if (selection.name().isPresent()) {
            return operation.withField("metadata.name", selection.name().get());
        }
        // A pod that has ended takes no requests, and its address may be another pod's by now.
        return selection.resource().equals(ApiResource.POD)
                ? operation.withoutField("status.phase", "Succeeded").withoutField("status.phase", "Failed")
                : operation;
    }

    private static FilterWatchListDeletable<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            everywhere(
                    MixedOperation<
                                    GenericKubernetesResource,
                                    GenericKubernetesResourceList,
                                    Resource<GenericKubernetesResource>>
                            all,
                    ApiResource resource) {
        return switch (resource.scope()) {
            case NAMESPACED -> all.inAnyNamespace();
            case CLUSTER -> all;
        };
    }

    /** Begins. The callback is called once, when everything that is there has been handed on. */
    void start(Runnable inSync) {
        var unused = informer.start().thenRun(() -> {
            synced = true;
            inSync.run();
        });
    }

    Selection selection() {
        return selection;
    }

    boolean isSynced() {
        return synced;
    }

    /** Whether it knows an object of that namespace and name. */
    boolean holds(String namespace, String name) {
        return informer.getStore().getByKey(namespace.isEmpty() ? name : namespace + "/" + name) != null;
    }

    @Override
    public void close() {
        informer.stop();
    }
}
