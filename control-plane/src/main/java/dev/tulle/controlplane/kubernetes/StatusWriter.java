package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The status of every object of Istio's kinds: what is wrong in it, and how many proxies hold it. It is written only where it
 * says something else than what is there, at most {@value #PER_SECOND} a second, and what is still on its way waits a moment, so
 * that most changes cost one write. Every replica remembers what is there; the holder of the Lease writes.
 *
 * <p>Thread: begins and ends on the executor; objects may come from any thread.
 */
final class StatusWriter implements Leadership.Duty {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);

    private static final Duration TICK = Duration.ofMillis(250);
    /** So often all objects are looked at, since proxies come and go. */
    private static final Duration ROUND = Duration.ofSeconds(10);
    /** What is pending is not worth a write before that. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Set<Receipt.State> UNDECIDED = Set.of(Receipt.State.PENDING, Receipt.State.UNKNOWN);
    private static final int AT_ONCE = 100;
    private static final int PER_SECOND = 20;

    private final KubernetesClient client;
    private final ScheduledExecutorService executor;
    private final Notices notices;
    private final InstantSource clock = InstantSource.system();
    private final TokenBucket bucket = new TokenBucket(2 * PER_SECOND, PER_SECOND, System::nanoTime);
    private final Map<ConfigKey, Seen> there = new ConcurrentHashMap<>();
    private final Map<ConfigKey, Long> unsettled = new ConcurrentHashMap<>();
    private Optional<ScheduledFuture<?>> ticks = Optional.empty();
    private long lastRound;
    private long pausedUntil;

    /** An object as the API server has it. */
    private record Seen(ApiResource resource, long generation, Conditions conditions) {}

    StatusWriter(KubernetesClient client, ScheduledExecutorService executor, Notices notices) {
        this.client = client;
        this.executor = executor;
        this.notices = notices;
    }

    /** An object is new, or another version than before. */
    void seen(ConfigKey key, ApiResource resource, GenericKubernetesResource object) {
        var generation =
                Optional.ofNullable(object.getMetadata().getGeneration()).orElse(0L);
        var before = there.put(key, new Seen(resource, generation, Conditions.of(object)));
        if (before == null || before.generation() != generation) {
            unsettled.put(key, System.nanoTime());
        }
    }

    void gone(ConfigKey key) {
        there.remove(key);
        unsettled.remove(key);
    }

    @Override
    public void begin() {
        lastRound = System.nanoTime();
        pausedUntil = lastRound;
        there.keySet().forEach(key -> unsettled.putIfAbsent(key, System.nanoTime()));
        ticks = Optional.of(
                executor.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void end() {
        ticks.ifPresent(future -> future.cancel(false));
        ticks = Optional.empty();
    }

    private void tick() {
        var now = System.nanoTime();
        if (now - lastRound > ROUND.toNanos()) {
            lastRound = now;
            there.keySet().forEach(key -> unsettled.putIfAbsent(key, now));
        }
        if (now < pausedUntil) {
            return;
        }
        var keys = unsettled.keySet().stream().limit(AT_ONCE).sorted().toList();
        if (keys.isEmpty()) {
            return;
        }
        try {
            notices.receipts(keys)
                    .get(TICK.multipliedBy(20).toMillis(), TimeUnit.MILLISECONDS)
                    .forEach(this::settle);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (KubernetesClientException e) {
            pausedUntil = System.nanoTime() + PAUSE.toNanos();
            LOG.warnf("writing status fails and is tried again in %d s: %s", PAUSE.toSeconds(), Answers.words(e));
        } catch (RuntimeException bug) {
            LOG.error("writing status failed", bug);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf(
                    "receipts for status are not there in time: %s",
                    e.getClass().getSimpleName());
        }
    }

    private void settle(Receipt receipt) {
        var key = receipt.object();
        var seen = Optional.ofNullable(there.get(key));
        var since = Optional.ofNullable(unsettled.get(key));
        if (seen.isEmpty() || since.isEmpty()) {
            return;
        }
        var decided = !UNDECIDED.contains(receipt.state())
                && receipt.generation() >= seen.get().generation();
        var waited = System.nanoTime() - since.get() > PATIENCE.toNanos();
        if (!decided && (!waited || receipt.state() == Receipt.State.UNKNOWN)) {
            return;
        }
        var wanted = Conditions.of(receipt, seen.get().conditions(), clock.instant());
        if (!wanted.equals(seen.get().conditions())) {
            if (!bucket.take()) {
                return;
            }
            write(key, seen.get(), wanted);
        }
        if (decided) {
            unsettled.remove(key, since.get());
        }
    }

    private void write(ConfigKey key, Seen seen, Conditions wanted) {
        try {
            client.genericKubernetesResources(seen.resource().context())
                    .inNamespace(key.namespace())
                    .withName(key.name())
                    .subresource("status")
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                    .withFieldManager("tulle")
                                    .withForce(true)
                                    .build(),
                            wanted.patch(seen.resource(), key.name()));
            there.replace(key, seen, new Seen(seen.resource(), seen.generation(), wanted));
        } catch (KubernetesClientException e) {
            // It was deleted meanwhile.
            if (e.getCode() != Answers.NOT_FOUND) {
                throw e;
            }
        }
    }
}
