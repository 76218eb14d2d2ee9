package dev.tulle.controlplane.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Everything that one replica writes into the cluster, as long as it holds the Lease.
 *
 * <p>Thread: it runs one of its own, "leader"; its methods may be called from any.
 */
final class Writer implements AutoCloseable {
    /** For the API server to take the Lease back at the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("leader").factory());
    private final RootCertificates rootCertificates;
    private final WebhookBundles webhookBundles;
    private final StatusWriter statuses;
    private final List<Leadership.Duty> duties;
    private final Leadership leadership;

    Writer(KubernetesClient client, KubernetesSettings settings, Notices notices) {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        rootCertificates = new RootCertificates(client, executor, notices::rootConfigMap);
        webhookBundles = new WebhookBundles(client, executor, notices::roots);
        statuses = new StatusWriter(client, executor, notices);
        duties = List.of(rootCertificates, webhookBundles, statuses);
        leadership = new Leadership(client, settings.namespace(), settings.name(), executor, new Leadership.Duty() {
            @Override
            public void begin() {
                duties.forEach(Leadership.Duty::begin);
            }

            @Override
            public void end() {
                duties.forEach(Leadership.Duty::end);
            }
        });
    }

    /** Begins to try for the Lease. */
    void start() {
        leadership.start();
    }

    /** The objects whose status it writes. */
    StatusWriter statuses() {
        return statuses;
    }

    /** The cluster is another one now. */
    void changed(ConfigSnapshot snapshot) {
        rootCertificates.namespaces(activeNamespaces(snapshot));
    }

    /** The roots that are trusted are others now. */
    void rootsChanged() {
        rootCertificates.renewed();
        webhookBundles.renewed();
    }

    private static Set<String> activeNamespaces(ConfigSnapshot snapshot) {
        var names = new TreeSet<String>();
        var first = new ConfigKey("", "Namespace", "", "");
        for (var entry : snapshot.objects().tailMap(first, true).entrySet()) {
            if (!entry.getKey().kind().equals("Namespace")) {
                break;
            }
            if (!isLeaving(entry.getValue())) {
                names.add(entry.getKey().name());
            }
        }
        return names;
    }

    private static boolean isLeaving(ConfigObject object) {
        var metadata = object.root().fields().get("metadata");
        return metadata != null
                && metadata.value() instanceof ConfigNode.Mapping mapping
                && mapping.fields().containsKey("deletionTimestamp");
    }

    /** Gives the Lease back, so that another replica begins at once. */
    @Override
    public void close() {
        executor.execute(() -> {
            leadership.close();
            duties.forEach(Leadership.Duty::end);
        });
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
