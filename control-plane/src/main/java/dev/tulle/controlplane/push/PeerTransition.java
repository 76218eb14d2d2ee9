package dev.tulle.controlplane.push;

import dev.tulle.controlplane.push.PeerSwitch.Stage;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.PeerModes;
import dev.tulle.mesh.xds.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Takes a change of PeerAuthentications through its stages. A stage is over when every proxy that it concerns has ACKed, and some
 * time has passed since: an ACK of listeners does not mean that each thread of Envoy uses them. Proxies that do not answer, or
 * are not connected here, are waited for for a bounded time. Decision 0011 says why, and what that cannot do.
 *
 * <p>Thread: called only from the push loop.
 */
final class PeerTransition {
    private static final Logger LOG = Logger.getLogger(PeerTransition.class);

    private final PeerSwitchStore store;
    private final Patience patience;
    private final PeerModes modes = new PeerModes();
    private Optional<PeerSwitch> current = Optional.empty();
    private Optional<MeshModel> desired = Optional.empty();
    private List<WorkloadKey> waitingFor = List.of();
    private long stageSince;
    private OptionalLong quietSince = OptionalLong.empty();

    /**
     * How long to wait.
     *
     * @param active from the last ACK until Envoy's threads surely use what was ACKed
     * @param bound for proxies that do not ACK or are not connected to this replica, per stage
     */
    record Patience(Duration active, Duration bound) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    PeerTransition(PeerSwitchStore store, Patience patience) {
        this.store = store;
        this.patience = patience;
    }

    /** The model as proxies shall see it at this stage. */
    MeshModel observe(MeshModel model, long nowNanos) {
        desired = Optional.of(model);
        var target = model.peers().orElse(PeerPolicies.NONE);
        var workloads = model.workloads().values();
        var next = current.map(before -> before.towards(target, workloads))
                .orElseGet(() -> PeerSwitch.resumed(store.load(), target, workloads));
        if (!current.equals(Optional.of(next))) {
            enter(next, nowNanos);
        }
        return effective();
    }

    /** Whether nothing is on its way. */
    boolean isSettled() {
        return current.map(PeerSwitch::stage).orElse(Stage.SETTLED) == Stage.SETTLED;
    }

    /** Whether the stage is over. */
    boolean isDue(Collection<ProxyConnection> connections, long nowNanos) {
        if (isSettled()) {
            return false;
        }
        waitingFor = lagging(connections);
        if (!waitingFor.isEmpty()) {
            quietSince = OptionalLong.empty();
            var late = nowNanos - stageSince >= patience.bound().toNanos();
            if (late) {
                LOG.warnf("a change of PeerAuthentications goes on without proxies=%s", waitingFor);
            }
            return late;
        }
        if (quietSince.isEmpty()) {
            quietSince = OptionalLong.of(nowNanos);
        }
        return nowNanos - quietSince.getAsLong() >= patience.active().toNanos();
    }

    /** The next stage; returns the model as proxies shall see it. */
    MeshModel advance(long nowNanos) {
        enter(current.orElseThrow().advance(), nowNanos);
        return effective();
    }

    /** What is waited for, in words; empty when nothing is on its way. */
    String words() {
        var stage = current.map(PeerSwitch::stage).orElse(Stage.SETTLED);
        var who = waitingFor.isEmpty() ? "" : ", waits for " + waitingFor.size() + " of them: " + some(waitingFor);
        return switch (stage) {
            case SETTLED -> "";
            case WIDENING -> "step 1 of 3: servers take the old and the new" + who;
            case TURNING -> "step 2 of 3: callers change, servers take both" + who;
        };
    }

    private static String some(List<WorkloadKey> proxies) {
        var names = proxies.stream().limit(3).map(WorkloadKey::toString).toList();
        return String.join(", ", names) + (proxies.size() > 3 ? ", ..." : "");
    }

    private void enter(PeerSwitch next, long nowNanos) {
        var spoken = next.spoken();
        if (!current.map(PeerSwitch::spoken).equals(Optional.of(spoken))) {
            store.save(spoken);
        }
        if (!isSettled() || next.stage() != Stage.SETTLED) {
            LOG.infof("PeerAuthentications change stage=%s", next.stage());
        }
        current = Optional.of(next);
        stageSince = nowNanos;
        quietSince = OptionalLong.empty();
        waitingFor = List.of();
    }

    private MeshModel effective() {
        var model = desired.orElseThrow();
        var now = current.orElseThrow();
        return now.stage() == Stage.SETTLED ? model : modes.apply(model, now.servers(), now.callers());
    }

    private List<WorkloadKey> lagging(Collection<ProxyConnection> connections) {
        var byWorkload = byWorkload(connections);
        var now = current.orElseThrow();
        var lagging = new ArrayList<WorkloadKey>();
        for (var workload : desired.orElseThrow().workloads().values()) {
            if (concerns(now, workload) && !have(byWorkload.getOrDefault(workload.key(), List.of()), now.stage())) {
                lagging.add(workload.key());
            }
        }
        return lagging;
    }

    private static Map<WorkloadKey, List<ProxyConnection>> byWorkload(Collection<ProxyConnection> connections) {
        var byWorkload = new HashMap<WorkloadKey, List<ProxyConnection>>();
        for (var connection : connections) {
            byWorkload
                    .computeIfAbsent(connection.identity().workload(), key -> new ArrayList<>())
                    .add(connection);
        }
        return byWorkload;
    }

    private static boolean concerns(PeerSwitch now, Workload workload) {
        return switch (now.stage()) {
            case SETTLED -> false;
            case WIDENING -> now.affects(workload);
            case TURNING -> true;
        };
    }

    private static boolean have(List<ProxyConnection> connections, Stage stage) {
        return !connections.isEmpty()
                && connections.stream().allMatch(connection -> switch (stage) {
                    case SETTLED -> true;
                    case WIDENING -> has(connection, ResourceType.LISTENER) && has(connection, ResourceType.SECRET);
                    case TURNING -> has(connection, ResourceType.CLUSTER) && has(connection, ResourceType.ENDPOINT);
                });
    }

    private static boolean has(ProxyConnection connection, ResourceType type) {
        var subscription = connection.subscription(type);
        return subscription.active() && subscription.warm();
    }
}
