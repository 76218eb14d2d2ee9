package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The Lease {@value #LEASE}: of several replicas the one that holds it writes. A replica that ends gives it back at once; one
 * that dies holds it for 15 s more, in which proxies are served as ever.
 *
 * <p>Thread: duties are told on the executor.
 */
final class Leadership implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    static final String LEASE = "istio-leader";

    private static final Duration LEASE_LIFE = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final ScheduledExecutorService executor;
    private final Duty duty;
    private Optional<CompletableFuture<?>> term = Optional.empty();
    private boolean closed;

    /** What the holder does. */
    interface Duty {
        /** This replica writes from now on. */
        void begin();

        /** Another one does, or will. */
        void end();
    }

    /**
     * @param namespace of the Lease
     * @param name under which this replica holds it
     * @param executor of one thread
     */
    Leadership(KubernetesClient client, String namespace, String name, ScheduledExecutorService executor, Duty duty) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.executor = executor;
        this.duty = duty;
    }

    /** Begins to try. */
    synchronized void start() {
        if (closed) {
            return;
        }
        var config = new LeaderElectionConfigBuilder()
                .withName("tulle")
                .withLock(new LeaseLock(namespace, LEASE, name))
                .withLeaseDuration(LEASE_LIFE)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY)
                .withReleaseOnCancel()
                .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, this::announced))
                .build();
        var next = client.leaderElector().withConfig(config).build().start();
        term = Optional.of(next);
        // An elector serves once: when its Lease is lost another one tries.
        var unused = next.whenComplete((nothing, failure) -> startLater());
    }

    private synchronized void startLater() {
        if (!closed) {
            var unused = executor.schedule(this::start, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void won() {
        LOG.infof("this replica holds Lease %s/%s and writes", namespace, LEASE);
        post(duty::begin);
    }

    private void lost() {
        LOG.infof("this replica no longer holds Lease %s/%s", namespace, LEASE);
        post(duty::end);
    }

    private void announced(String holder) {
        LOG.debugf("Lease %s/%s holder=%s", namespace, LEASE, holder);
    }

    private void post(Runnable task) {
        if (!executor.isShutdown()) {
            executor.execute(task);
        }
    }

    /** Gives the Lease back. */
    @Override
    public void close() {
        Optional<CompletableFuture<?>> last;
        synchronized (this) {
            closed = true;
            last = term;
        }
        last.ifPresent(future -> future.cancel(true));
    }
}
