package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import dev.tulle.controlplane.identity.WorkloadCertificates;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * One proxy's certificates: asked for when it asks, kept where it says that it has a good one, renewed before half of its life.
 * A gateway has the credentials of its servers besides, which come with its configuration.
 *
 * <p>Thread: called only from the push loop.
 */
final class ProxySecrets {
    private static final Logger LOG = Logger.getLogger(ProxySecrets.class);

    /** A renewal is not due sooner than this after the last. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final ProxyConnection proxy;
    private final PushContext context;
    private Optional<SpiffeId> id = Optional.empty();
    private Optional<EncodedResource> own = Optional.empty();
    private NavigableMap<String, EncodedResource> credentials = Collections.emptyNavigableMap();
    private State state = State.UNASKED;
    private long round;

    private enum State {
        UNASKED,
        ISSUING,
        ISSUED,
        CLOSED
    }

    ProxySecrets(ProxyConnection proxy, PushContext context) {
        this.proxy = proxy;
        this.context = context;
    }

    /** Whose certificates; another identity than before gets another certificate at once. */
    void workload(Workload workload) {
        var before = id;
        id = Optional.of(workload.identity());
        if (state != State.UNASKED && before.isPresent() && !before.equals(id)) {
            issue();
        }
    }

    /** What the servers of a gateway show; it goes out with the rest of the configuration. */
    void credentials(NavigableMap<String, EncodedResource> next) {
        if (!credentials.equals(next)) {
            credentials = next;
            proxy.retargetSecrets(all());
        }
    }

    /** The proxy asks, and says what it has. */
    void asked(Collection<String> names, Map<String, ResourceVersion> initial) {
        if (!names.contains(WorkloadCertificates.OWN)) {
            publish();
            return;
        }
        var version = Optional.ofNullable(initial.get(WorkloadCertificates.OWN));
        var serves =
                version.flatMap(has -> id.flatMap(who -> context.certificates().serves(has, who)));
        if (serves.isPresent() && version.isPresent()) {
            own = Optional.of(new EncodedResource(
                    ResourceType.SECRET, WorkloadCertificates.OWN, version.get(), ByteString.EMPTY, List.of()));
            state = State.ISSUED;
            publish();
            renewIn(serves.get());
        } else if (state == State.ISSUED && own.filter(ProxySecrets::hasBody).isPresent()) {
            publish();
        } else if (state != State.ISSUING) {
            issue();
            publish();
        }
    }

    /** What the proxy has from an earlier stream is known by its version alone. */
    private static boolean hasBody(EncodedResource secret) {
        return !secret.value().isEmpty();
    }

    /** Another bundle is to be trusted. */
    void trust() {
        if (state != State.UNASKED && state != State.CLOSED) {
            publish();
        }
    }

    /** Another CA signs: the certificate is replaced, and serves until its successor is there. */
    void replace() {
        trust();
        if (state == State.ISSUED) {
            renew();
        } else if (state == State.ISSUING) {
            issue();
        }
    }

    /** Whether that name will come: its answer waits until it is signed. */
    boolean awaited(ResourceType type, String name) {
        return type == ResourceType.SECRET && state == State.ISSUING && name.equals(WorkloadCertificates.OWN);
    }

    void close() {
        state = State.CLOSED;
    }

    private void issue() {
        if (id.isEmpty()) {
            return;
        }
        state = State.ISSUING;
        var thisRound = ++round;
        context.certificates().issue(id.get(), issued -> context.loop().post(() -> issued(issued, thisRound)));
    }

    private void issued(WorkloadCertificates.Issued issued, long ofRound) {
        if (state == State.CLOSED || ofRound != round) {
            return;
        }
        state = State.ISSUED;
        own = Optional.of(issued.secret());
        LOG.debugf(
                "signed a certificate proxy=%s version=%s",
                proxy, issued.secret().version());
        publish();
        proxy.advance();
        renewIn(issued.renewIn());
    }

    private void renewIn(Duration delay) {
        var thisRound = ++round;
        context.loop().schedule(delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay, () -> {
            if (state == State.ISSUED && thisRound == round) {
                renew();
            }
        });
    }

    /** The old certificate stays with the proxy until the new one is there. */
    private void renew() {
        id.ifPresent(who -> {
            var thisRound = ++round;
            context.certificates().issue(who, issued -> context.loop().post(() -> issued(issued, thisRound)));
        });
    }

    private void publish() {
        proxy.retargetSecrets(all());
        proxy.advance();
    }

    private NavigableMap<String, EncodedResource> all() {
        NavigableMap<String, EncodedResource> secrets = new TreeMap<>(credentials);
        var root = context.certificates().root();
        secrets.put(root.name(), root);
        own.ifPresent(secret -> secrets.put(secret.name(), secret));
        return secrets;
    }
}
