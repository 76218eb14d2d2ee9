package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import dev.tulle.controlplane.identity.RootRotation;
import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.controlplane.identity.WorkloadCertificates;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Observations and streams in, responses and receipts out.
 *
 * <p>Thread: public methods may be called from any thread and post to the push loop; the others are called only from it.
 */
public final class PushEngine {
    /**
     * What goes on over restarts.
     *
     * @param switches what callers may speak by
     * @param rotation of the mesh's root
     */
    public record Transitions(PeerSwitchStore switches, RootRotation rotation) {
        /** Nothing is remembered, and the root never changes. */
        public static final Transitions NONE = new Transitions(PeerSwitchStore.NONE, RootRotation.NONE);
    }

    private static final Logger LOG = Logger.getLogger(PushEngine.class);

    /** How long a stream waits for its pod to appear; Envoy comes back after that. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often a change of PeerAuthentications that is on its way is looked at. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** How often it is looked whether the mesh's root changes. */
    private static final Duration ROOT_GLANCE = Duration.ofMillis(500);

    private final PushLoop loop;
    private final PushMetrics metrics;
    private final Meaning meaning;
    private final LastGood lastGood;
    private final PushContext context;
    private final Coalescer coalescer;
    private final ReceiptDesk receipts;
    private final PeerTransition peers;
    private final RootTransition root;
    /** PeerAuthentications that are on their way. */
    private final Set<ConfigKey> moving = new HashSet<>();

    private final Map<ProxyStream, ProxyConnection> connections = new LinkedHashMap<>();
    private final Map<ProxyStream, Arrival> arrivals = new LinkedHashMap<>();
    /** Envoy comes back every second; each is said once, until its pod is known. */
    private final Set<String> sentAway = new HashSet<>();

    private Optional<Observation> observed = Optional.empty();
    private boolean watching;
    private volatile Optional<MeshState> state = Optional.empty();

    public PushEngine(
            PushLoop loop,
            Meaning meaning,
            WorkloadCertificates certificates,
            Transitions transitions,
            PushMetrics metrics) {
        this.loop = loop;
        this.metrics = metrics;
        this.meaning = meaning;
        this.lastGood = new LastGood(meaning);
        var quarantine = new Quarantine();
        var ledger = new Ledger(quarantine, metrics);
        this.context = new PushContext(loop, quarantine, ledger, metrics, certificates, new FramedResources());
        this.coalescer = new Coalescer(loop, System::nanoTime, this::apply);
        this.receipts = new ReceiptDesk(loop, ledger, connections.values());
        this.peers = new PeerTransition(transitions.switches(), PeerTransition.Patience.DEFAULT);
        this.root = new RootTransition(transitions.rotation(), certificates);
        loop.schedule(ROOT_GLANCE, this::lookAtRoot);
    }

    /** A source has seen a change; what comes before it is acted on counts as one. */
    public void observe(Observation observation) {
        loop.post(() -> {
            var seen = observed.map(Observation::seenNanos).orElse(observation.seenNanos());
            observed = Optional.of(new Observation(observation.snapshot(), observation.problems(), seen));
            coalescer.changed();
        });
    }

    /** Whether a first configuration is in force. */
    public boolean ready() {
        return state.isPresent();
    }

    private void apply() {
        if (observed.isEmpty()) {
            return;
        }
        var began = System.nanoTime();
        var observation = observed.get();
        observed = Optional.empty();
        var sequence = state.map(MeshState::sequence).orElse(0L) + 1;
        var outcome = lastGood.translate(observation.snapshot());
        var model = peers.observe(outcome.translation().model(), began);
        var resources = meaning.build(model);
        var problems = new ArrayList<>(observation.problems());
        problems.addAll(outcome.problems());
        problems.sort(null);
        var next = new MeshState(sequence, observation.snapshot(), model, resources, problems);
        report(next);
        state = Optional.of(next);
        context.ledger().begin(observation.snapshot(), sequence, observation.seenNanos());
        hold();
        distribute(next);
        watchPeers();
        metrics.distributed(Duration.ofNanos(System.nanoTime() - began));
        var bad = (int) problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        metrics.configured(
                model.services().size(), observation.snapshot().objects().size(), bad);
    }

    /** Each new problem is said once. */
    private void report(MeshState next) {
        var known = new HashSet<>(state.map(MeshState::problems).orElse(List.of()));
        for (var problem : next.problems()) {
            if (!known.contains(problem)) {
                switch (problem.severity()) {
                    case ERROR -> LOG.error(problem);
                    case WARNING -> LOG.warn(problem);
                    case NOTE -> LOG.info(problem);
                }
            }
        }
    }

    /** Changed PeerAuthentications are live when the last stage of their change is. */
    private void hold() {
        if (!peers.isSettled()) {
            context.ledger().changed().stream()
                    .filter(key -> key.kind().equals("PeerAuthentication"))
                    .forEach(moving::add);
            context.ledger().hold(moving);
        }
        receipts.held(peers.words());
    }

    private void watchPeers() {
        if (!peers.isSettled() && !watching) {
            watching = true;
            loop.schedule(GLANCE, this::glance);
        }
    }

    private void glance() {
        watching = false;
        var now = System.nanoTime();
        if (peers.isDue(connections.values(), now)) {
            var before = state.orElseThrow();
            var model = peers.advance(now);
            var next = new MeshState(
                    before.sequence() + 1, before.incoming(), model, meaning.build(model), before.problems());
            state = Optional.of(next);
            context.ledger().resume(Set.copyOf(moving));
            if (peers.isSettled()) {
                context.ledger().release(moving);
                moving.clear();
            }
            distribute(next);
        }
        receipts.held(peers.words());
        watchPeers();
    }

    private void lookAtRoot() {
        var workloads = state.map(now -> now.model().workloads().navigableKeySet());
        workloads.ifPresent(keys -> {
            var step = root.look(keys, connections.values(), System.nanoTime());
            if (step != RootTransition.Step.NOTHING) {
                List.copyOf(connections.values()).forEach(connection -> connection.rootChanged(step));
            }
        });
        loop.schedule(ROOT_GLANCE, this::lookAtRoot);
    }

    private void distribute(MeshState next) {
        context.framed().age();
        identifyArrivals();
        var memo = new ChangesMemo();
        for (var connection : List.copyOf(connections.values())) {
            retarget(connection, next, memo);
            connection.advance();
        }
        context.ledger().end();
        receipts.configured(next.problems());
    }

    /** A proxy whose pod is gone keeps what it has: its process is about to end, and until then its requests count. */
    private static void retarget(ProxyConnection connection, MeshState next, ChangesMemo memo) {
        var key = connection.identity().workload();
        var workload = next.model().workloads().get(key);
        if (workload != null) {
            connection.workload(workload);
            connection.retarget(next.resources().apply(key), memo, next.sequence());
        }
    }

    /** A stream's first request, or a later one. */
    void request(ProxyStream stream, TokenReview.Accepted caller, DeltaDiscoveryRequest request) {
        var connection = connections.get(stream);
        if (connection != null) {
            connection.request(request);
            stream.next();
            receipts.moved();
            return;
        }
        var arrival = new Arrival(caller, request);
        arrivals.put(stream, arrival);
        if (!identify(stream, arrival)) {
            loop.schedule(PATIENCE, () -> giveUp(stream, arrival));
        }
    }

    private void identifyArrivals() {
        Map.copyOf(arrivals).forEach(this::identify);
    }

    /** Whether the stream's fate is decided. */
    private boolean identify(ProxyStream stream, Arrival arrival) {
        if (state.isEmpty()) {
            return false;
        }
        return switch (arrival.check(state.get().model())) {
            case Arrival.Verdict.Identified(var identity) -> {
                arrivals.remove(stream);
                accept(stream, identity, arrival.first());
                yield true;
            }
            case Arrival.Verdict.Refused(var status) -> {
                arrivals.remove(stream);
                LOG.warnf("a proxy is refused peer=%s: %s", stream.peer(), status.getDescription());
                stream.close(status);
                yield true;
            }
            case Arrival.Verdict.Unknown(var workload) -> {
                LOG.debugf("a proxy waits for its pod proxy=%s peer=%s", workload, stream.peer());
                yield false;
            }
        };
    }

    private void giveUp(ProxyStream stream, Arrival arrival) {
        if (arrivals.remove(stream, arrival)) {
            var words = state.isEmpty()
                    ? "the control plane has no configuration yet"
                    : "no pod of the mesh fits the node id "
                            + arrival.first().getNode().getId();
            if (sentAway.add(arrival.first().getNode().getId())) {
                LOG.warnf("a proxy is sent away, and will be each time peer=%s: %s", stream.peer(), words);
            }
            stream.close(Status.UNAVAILABLE.withDescription(words));
        }
    }

    private void accept(ProxyStream stream, ProxyIdentity identity, DeltaDiscoveryRequest first) {
        var connection = new ProxyConnection(identity, stream, context);
        connections.put(stream, connection);
        sentAway.remove(identity.nodeId());
        metrics.connected(connections.size());
        LOG.infof("proxy=%s is connected peer=%s envoy=%s", identity, stream.peer(), identity.envoyVersion());
        state.ifPresent(now -> retarget(connection, now, new ChangesMemo()));
        connection.request(first);
        stream.next();
        receipts.moved();
    }

    /** Ends every stream. */
    void dismiss(Status status) {
        List.copyOf(arrivals.keySet()).forEach(stream -> stream.close(status));
        List.copyOf(connections.keySet()).forEach(stream -> stream.close(status));
    }

    /** More can be sent. */
    void writable(ProxyStream stream) {
        Optional.ofNullable(connections.get(stream)).ifPresent(ProxyConnection::advance);
    }

    /** The stream is gone. */
    void closed(ProxyStream stream) {
        arrivals.remove(stream);
        var connection = connections.remove(stream);
        if (connection != null) {
            connection.close();
            context.ledger().disconnected(connection);
            metrics.connected(connections.size());
            LOG.infof("proxy=%s is gone peer=%s", connection, stream.peer());
            receipts.moved();
        }
    }

    /** Connected proxies, in the order in which they came. */
    public CompletableFuture<List<ProxyView>> proxies() {
        return loop.ask(() -> connections.values().stream().map(ProxyView::of).toList());
    }

    /** What a workload's proxy shall have, by type, secrets without their values; empty for an unknown workload. */
    public CompletableFuture<Map<ResourceType, List<EncodedResource>>> resources(WorkloadKey workload) {
        return loop.ask(() -> {
            var found = new TreeMap<ResourceType, List<EncodedResource>>();
            state.filter(now -> now.model().workloads().containsKey(workload)).ifPresent(now -> {
                var set = now.resources().apply(workload);
                for (var type : ResourceType.values()) {
                    found.put(
                            type,
                            set.of(type).values().stream()
                                    .map(PushEngine::redacted)
                                    .toList());
                }
            });
            connections.values().stream()
                    .filter(connection -> connection.identity().workload().equals(workload))
                    .reduce((older, newer) -> newer)
                    .ifPresent(connection -> found.put(
                            ResourceType.SECRET,
                            connection.subscription(ResourceType.SECRET).target().values().stream()
                                    .map(PushEngine::redacted)
                                    .toList()));
            return found;
        });
    }

    private static EncodedResource redacted(EncodedResource resource) {
        return resource.type() != ResourceType.SECRET ? resource : withoutValue(resource);
    }

    private static EncodedResource withoutValue(EncodedResource secret) {
        return new EncodedResource(secret.type(), secret.name(), secret.version(), ByteString.EMPTY, secret.sources());
    }

    /** The hosts of the mesh and the number of endpoints of each. */
    public Map<String, Integer> services() {
        var hosts = new TreeMap<String, Integer>();
        state.ifPresent(now -> now.model()
                .services()
                .forEach((host, service) ->
                        hosts.put(host.name(), service.endpoints().size())));
        return hosts;
    }

    /** What is wrong at present: in documents, in their meaning, and in what Envoys refused. */
    public CompletableFuture<List<Problem>> problems() {
        return loop.ask(() -> {
            var all = new ArrayList<>(state.map(MeshState::problems).orElse(List.of()));
            all.addAll(context.ledger().refusals());
            all.sort(null);
            return all;
        });
    }

    /** Every object as its source has it. */
    public ConfigSnapshot snapshot() {
        return state.map(MeshState::incoming).orElse(ConfigSnapshot.EMPTY);
    }

    /** How far these objects have come by now, in the same order. */
    public CompletableFuture<List<Receipt>> receipts(List<ConfigKey> keys) {
        return loop.ask(() -> keys.stream().map(receipts::now).toList());
    }

    /**
     * How far an object has come, as soon as that is decided, or as it stands when the wait is over.
     *
     * @param form which is asked for
     */
    public CompletableFuture<Receipt> receipt(ConfigKey key, ObjectForm form, Duration wait) {
        return receipts.ask(key, form, wait);
    }
}
