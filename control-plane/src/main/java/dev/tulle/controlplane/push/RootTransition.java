package dev.tulle.controlplane.push;

import dev.tulle.controlplane.identity.RootRotation;
import dev.tulle.controlplane.identity.RootRotation.Stage;
import dev.tulle.controlplane.identity.WorkloadCertificates;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.xds.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Takes a change of the mesh's root through its stages. All proxies trust the new root before it signs anything; all have a
 * certificate of it before the old root is forgotten. A proxy that is not connected here has at most a certificate of the old
 * root, and for that its life is waited for. Decision 0012.
 *
 * <p>Thread: called only from the push loop.
 */
final class RootTransition {
    private static final Logger LOG = Logger.getLogger(RootTransition.class);

    /** From the last ACK until Envoy's threads surely use what was ACKed. */
    private static final Duration ACTIVE = Duration.ofSeconds(1);

    /** For proxies that are away while the others learn to trust the new root; what they trust leads to it too. */
    private static final Duration AWAY = Duration.ofSeconds(15);

    private final RootRotation rotation;
    private final WorkloadCertificates certificates;
    private long stageSince;
    private OptionalLong quietSince = OptionalLong.empty();

    RootTransition(RootRotation rotation, WorkloadCertificates certificates) {
        this.rotation = rotation;
        this.certificates = certificates;
        this.stageSince = System.nanoTime();
    }

    /** What all proxies must do now. */
    enum Step {
        NOTHING,
        /** Another bundle is to be trusted. */
        TRUST,
        /** Another CA signs: certificates are replaced. */
        RENEW
    }

    /** Looks how things stand, and goes on where that is due. */
    Step look(Set<WorkloadKey> workloads, Collection<ProxyConnection> connections, long nowNanos) {
        if (rotation.stage() == Stage.SETTLED) {
            var begun = rotation.poll(Instant.now());
            begun.ifPresent(authority -> {
                certificates.use(authority);
                enter(nowNanos);
            });
            return begun.isPresent() ? Step.TRUST : Step.NOTHING;
        }
        if (!isDue(workloads, connections, nowNanos)) {
            return Step.NOTHING;
        }
        var step = rotation.stage() == Stage.TRUSTING ? Step.RENEW : Step.TRUST;
        certificates.use(rotation.advance(Instant.now()));
        enter(nowNanos);
        return step;
    }

    private void enter(long nowNanos) {
        LOG.infof("the mesh's root changes stage=%s", rotation.stage());
        stageSince = nowNanos;
        quietSince = OptionalLong.empty();
    }

    private boolean isDue(Set<WorkloadKey> workloads, Collection<ProxyConnection> connections, long nowNanos) {
        if (!connections.stream().allMatch(this::has)) {
            quietSince = OptionalLong.empty();
            return false;
        }
        var present = new HashSet<WorkloadKey>();
        connections.forEach(connection -> present.add(connection.identity().workload()));
        if (!present.containsAll(workloads)
                && nowNanos - stageSince < patience().toNanos()) {
            quietSince = OptionalLong.empty();
            return false;
        }
        if (quietSince.isEmpty()) {
            quietSince = OptionalLong.of(nowNanos);
        }
        return nowNanos - quietSince.getAsLong() >= ACTIVE.toNanos();
    }

    private Duration patience() {
        return rotation.stage() == Stage.SIGNING ? certificates.life() : AWAY;
    }

    /** A proxy that asked for no secret speaks no mutual TLS. */
    private boolean has(ProxyConnection connection) {
        var secrets = connection.subscription(ResourceType.SECRET);
        var own = secrets.target().get(WorkloadCertificates.OWN);
        if (!secrets.active()) {
            return true;
        }
        return secrets.warm()
                && (own == null || rotation.stage() != Stage.SIGNING || certificates.isCurrent(own.version()));
    }
}
