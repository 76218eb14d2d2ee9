package dev.tulle.controlplane.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings the cluster to what is wanted, whenever it is woken: each time all of the difference, so that no event is ever missed
 * and many count as one. What fails is tried again with a back-off that doubles from 1 s to 32 s.
 *
 * <p>Thread: {@link #wake} may be called from any, the step runs on the executor.
 */
final class Upkeep {
    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private final String name;
    private final ScheduledExecutorService executor;
    private final Runnable step;
    private final AtomicBoolean awake = new AtomicBoolean();
    private Duration delay = FIRST;

    /**
     * @param name for the log
     * @param executor of one thread
     * @param step throws KubernetesClientException where it could not do all
     */
    Upkeep(String name, ScheduledExecutorService executor, Runnable step) {
        this.name = name;
        this.executor = executor;
        this.step = step;
    }

    /** Something may differ now. */
    void wake() {
        if (awake.compareAndSet(false, true) && !executor.isShutdown()) {
            executor.execute(this::run);
        }
    }

    private void run() {
        awake.set(false);
        try {
            step.run();
            delay = FIRST;
        } catch (KubernetesClientException e) {
            LOG.warnf("%s fails and is tried again in %d s: %s", name, delay.toSeconds(), Answers.words(e));
            if (!executor.isShutdown()) {
                var unused = executor.schedule(this::wake, delay.toMillis(), TimeUnit.MILLISECONDS);
            }
            delay = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "%s failed", name);
        }
    }
}
