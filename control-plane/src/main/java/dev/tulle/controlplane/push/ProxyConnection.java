package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceSet;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceVersion;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * One identified proxy and its stream. What goes out when: answers at once; clusters with their endpoints and secrets; when
 * their ACK says that they are warm, listeners, routes and virtual hosts; when those are ACKed, removals of clusters.
 *
 * <p>Thread: called only from the push loop.
 */
final class ProxyConnection {
    private static final Logger LOG = Logger.getLogger(ProxyConnection.class);

    /** Types of which an empty list of names means all. */
    private static final Set<ResourceType> WILDCARD =
            Set.of(ResourceType.CLUSTER, ResourceType.LISTENER, ResourceType.VIRTUAL_HOST);

    private final ProxyIdentity identity;
    private final ProxyStream stream;
    private final PushContext context;
    private final ProxySecrets secrets;
    private final Map<ResourceType, Subscription> subscriptions = new EnumMap<>(ResourceType.class);
    private final Set<ResourceType> requested = new HashSet<>();
    private final Map<ResourceId, String> refusals =
            new TreeMap<>(Comparator.comparing(ResourceId::type).thenComparing(ResourceId::name));
    private final Instant since = Instant.now();
    private long nonce;
    private long sequence;

    ProxyConnection(ProxyIdentity identity, ProxyStream stream, PushContext context) {
        this.identity = identity;
        this.stream = stream;
        this.context = context;
        this.secrets = new ProxySecrets(this, context);
        for (var type : ResourceType.values()) {
            subscriptions.put(type, new Subscription(type, context.quarantine()::holds));
        }
    }

    ProxyIdentity identity() {
        return identity;
    }

    ProxyStream stream() {
        return stream;
    }

    Instant since() {
        return since;
    }

    Map<ResourceId, String> refusals() {
        return Collections.unmodifiableMap(refusals);
    }

    Subscription subscription(ResourceType type) {
        var subscription = subscriptions.get(type);
        if (subscription == null) {
            throw new IllegalStateException("no subscription for " + type);
        }
        return subscription;
    }

    /** The workload as the model has it now; its identity is that of its certificate. */
    void workload(Workload workload) {
        secrets.workload(workload);
    }

    /** The proxy shall have that set, made from the model of that number. */
    void retarget(ResourceSet set, ChangesMemo memo, long newSequence) {
        sequence = newSequence;
        secrets.credentials(set.of(ResourceType.SECRET));
        for (var type : ResourceType.values()) {
            if (type != ResourceType.SECRET) {
                retarget(type, set.of(type), memo);
            }
        }
    }

    /** Maps that did not change are the same instance from one model to the next. */
    @SuppressWarnings("ReferenceEquality")
    private void retarget(ResourceType type, NavigableMap<String, EncodedResource> next, ChangesMemo memo) {
        var subscription = subscription(type);
        var previous = subscription.target();
        if (previous == next) {
            return;
        }
        var changes = memo.between(previous, next);
        var told = subscription.retarget(next, changes);
        context.ledger().affected(this, type, new LedgerChange(previous, next, told, changes.sources()));
    }

    /** The proxy's certificates are these from now on. */
    void retargetSecrets(NavigableMap<String, EncodedResource> next) {
        var subscription = subscription(ResourceType.SECRET);
        var previous = subscription.target();
        var changes = Changes.between(previous, next);
        // Nobody is told of one that is gone, so nobody waits for that.
        var told = subscription.retarget(next, changes).stream()
                .filter(next::containsKey)
                .toList();
        context.ledger().affected(this, ResourceType.SECRET, new LedgerChange(previous, next, told, changes.sources()));
    }

    /** What the mesh trusts or who signs has changed. */
    void rootChanged(RootTransition.Step step) {
        switch (step) {
            case NOTHING -> {}
            case TRUST -> secrets.trust();
            case RENEW -> secrets.replace();
        }
    }

    /** A request: an ACK or NACK, a change of subscriptions, or both. */
    void request(DeltaDiscoveryRequest request) {
        var type = ResourceType.of(request.getTypeUrl());
        if (type.isEmpty()) {
            LOG.warnf("proxy=%s asks for a type that Tulle does not serve: type=%s", identity, request.getTypeUrl());
            return;
        }
        var subscription = subscription(type.get());
        if (!request.getResponseNonce().isEmpty()) {
            answered(subscription, request);
        }
        subscribe(subscription, request);
        advance();
    }

    /**
     * An Envoy that comes back while a changed cluster of it warms does not ask for clusters: it waits for endpoints, and says
     * that it has them. So what it says of endpoints is believed only after it has asked for clusters.
     */
    private void subscribe(Subscription subscription, DeltaDiscoveryRequest request) {
        var first = requested.add(subscription.type());
        var names = new ArrayList<>(request.getResourceNamesSubscribeList());
        var wildcard = names.remove("*") || (first && names.isEmpty() && WILDCARD.contains(subscription.type()));
        var initial = new HashMap<String, ResourceVersion>();
        if (subscription.type() != ResourceType.ENDPOINT || requested.contains(ResourceType.CLUSTER)) {
            request.getInitialResourceVersionsMap()
                    .forEach((name, version) -> initial.put(name, new ResourceVersion(version)));
        }
        if (subscription.type() == ResourceType.SECRET && !names.isEmpty()) {
            secrets.asked(names, initial);
        }
        if (wildcard && subscription.active()) {
            subscription.alsoHas(initial);
        } else if (wildcard) {
            subscription.subscribeAll(initial);
            if (initial.isEmpty()) {
                subscription.awaitAnswer();
            }
        }
        if (!names.isEmpty()) {
            subscription.subscribe(names, initial);
        }
        if (request.getResourceNamesUnsubscribeCount() > 0) {
            subscription.unsubscribe(request.getResourceNamesUnsubscribeList());
        }
    }

    private void answered(Subscription subscription, DeltaDiscoveryRequest request) {
        var taken = subscription.inFlight().take(request.getResponseNonce());
        if (taken.isEmpty()) {
            return;
        }
        var sent = taken.get();
        if (request.hasErrorDetail()) {
            refused(subscription, sent, request.getErrorDetail().getMessage());
            return;
        }
        subscription.accepted(request.getResponseNonce(), sent);
        sent.resources().keySet().forEach(name -> refusals.remove(new ResourceId(subscription.type(), name)));
        context.ledger().accepted(this, subscription.type(), sent);
    }

    private void refused(Subscription subscription, SentResponse sent, String message) {
        LOG.errorf("proxy=%s refused type=%s: %s", identity, subscription.type(), message);
        context.metrics().rejected(subscription.type());
        var verdict = Culprits.of(sent, message);
        for (var culprit : verdict.culprits()) {
            context.quarantine().add(culprit, message);
            refusals.put(new ResourceId(culprit.type(), culprit.name()), message);
            context.ledger().refused(this, culprit, message);
        }
        verdict.groups().forEach(subscription::retry);
    }

    /** Sends whatever may go now. */
    void advance() {
        while (stream.isReady() && sendNext()) {}
        for (var subscription : subscriptions.values()) {
            if (subscription.settled()) {
                context.ledger().settled(this, subscription.type());
            }
        }
    }

    private boolean sendNext() {
        for (var type : ResourceType.values()) {
            if (answer(subscription(type))) {
                return true;
            }
        }
        if (push(ResourceType.CLUSTER) || push(ResourceType.ENDPOINT) || push(ResourceType.SECRET)) {
            return true;
        }
        if (!subscription(ResourceType.CLUSTER).warm()) {
            return false;
        }
        if (push(ResourceType.LISTENER) || push(ResourceType.ROUTE) || push(ResourceType.VIRTUAL_HOST)) {
            return true;
        }
        return upToDate(ResourceType.LISTENER)
                && upToDate(ResourceType.ROUTE)
                && upToDate(ResourceType.VIRTUAL_HOST)
                && (remove(ResourceType.CLUSTER) || remove(ResourceType.ENDPOINT));
    }

    /** A proxy that comes back says what it has type by type: of one it has not spoken of yet, it may have an old form. */
    private boolean upToDate(ResourceType type) {
        var subscription = subscription(type);
        return (subscription.active() || subscription.target().isEmpty()) && subscription.settled();
    }

    /** What the proxy asked for goes out at once: it may wait for it before it ACKs what the gate waits for. */
    private boolean answer(Subscription subscription) {
        if (!subscription.unanswered()) {
            return false;
        }
        var resources = new LinkedHashMap<String, EncodedResource>();
        var absent = new ArrayList<String>();
        for (var name : List.copyOf(subscription.owed())) {
            var resource = subscription.target().get(name);
            if (secrets.awaited(subscription.type(), name)) {
                continue;
            }
            if (resource == null) {
                absent.add(name);
            } else if (context.quarantine().holds(resource)) {
                subscription.owed().remove(name);
            } else {
                resources.put(name, resource);
            }
        }
        if (resources.isEmpty() && absent.isEmpty() && !subscription.awaitsEmptyAnswer()) {
            return false;
        }
        send(subscription, resources, absent);
        return true;
    }

    private boolean push(ResourceType type) {
        var subscription = subscription(type);
        if (!subscription.active() || subscription.busy()) {
            return false;
        }
        var resources = subscription.nextGroup(subscription.outdated());
        var removed =
                switch (type) {
                    // Clusters go last, with their endpoints; Envoy itself lets go of a secret that no listener names.
                    case CLUSTER, ENDPOINT, SECRET -> List.<String>of();
                    case LISTENER, ROUTE, VIRTUAL_HOST -> subscription.obsolete();
                };
        if (resources.isEmpty() && removed.isEmpty()) {
            return false;
        }
        send(subscription, resources, removed);
        return true;
    }

    private boolean remove(ResourceType type) {
        var subscription = subscription(type);
        var removed = subscription.obsolete();
        if (removed.isEmpty() || subscription.busy()) {
            return false;
        }
        send(subscription, Map.of(), removed);
        return true;
    }

    private void send(Subscription subscription, Map<String, EncodedResource> resources, List<String> removed) {
        var framed = new ArrayList<ByteString>(resources.size());
        resources.values().forEach(resource -> framed.add(context.framed().of(resource)));
        var nextNonce = Long.toString(++nonce);
        var response = EncodedResponse.of(subscription.type().typeUrl(), nextNonce, framed, removed);
        subscription.sent(nextNonce, new SentResponse(Map.copyOf(resources), removed, sequence, System.nanoTime()));
        context.metrics().pushed(subscription.type(), response.size());
        stream.send(response);
        switch (subscription.type()) {
            case CLUSTER -> subscription(ResourceType.ENDPOINT).owe(resources.keySet());
            case ROUTE -> resources.keySet().forEach(this::oweVirtualHosts);
            case ENDPOINT, SECRET, LISTENER, VIRTUAL_HOST -> {}
        }
    }

    /** Envoy asks for virtual hosts once per stream, so each route configuration's are pushed unasked. */
    private void oweVirtualHosts(String routeConfiguration) {
        var virtualHosts = subscription(ResourceType.VIRTUAL_HOST);
        var own = virtualHosts.target().subMap(routeConfiguration + "/", routeConfiguration + "0");
        if (own.isEmpty()) {
            return;
        }
        if (!virtualHosts.active()) {
            virtualHosts.subscribeAll(Map.of());
        }
        virtualHosts.owe(own.keySet());
    }

    /** The stream is gone. */
    void close() {
        secrets.close();
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
