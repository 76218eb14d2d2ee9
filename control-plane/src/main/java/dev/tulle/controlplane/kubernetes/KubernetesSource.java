package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.kubernetes.ResourceWatch.Selection;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSource;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.SnapshotListener;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * The cluster as a source of snapshots: pods, Services, EndpointSlices, Namespaces, every kind of Istio whose definition is
 * installed, as definitions come and go, and the Secrets that Gateways name. Nothing is told before all of them are in sync; a
 * Secret that may not be read holds up nobody. A change costs its own object, which
 * the informer's thread parses, and one copy of the sorted map.
 *
 * <p>Thread: it runs one of its own, "kubernetes"; informers only post to it. {@link #close} may be called from any.
 */
final class KubernetesSource implements ConfigSource {
    private static final Logger LOG = Logger.getLogger(KubernetesSource.class);

    private static final List<ApiResource> ALWAYS = List.of(
            ApiResource.CRD, ApiResource.POD, ApiResource.SERVICE, ApiResource.ENDPOINT_SLICE, ApiResource.NAMESPACE);

    /** Events that one snapshot takes in at most, so that a steady stream of them does not hold it up. */
    private static final int MAX_EVENTS = 10_000;

    private final KubernetesClient client;
    private final Writer writer;
    private final SnapshotListener listener;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final ClusterObjects objects = new ClusterObjects();
    private final Map<String, Duty> duties = new HashMap<>();
    private final Thread thread;
    private boolean begun;
    private boolean secretsAsked;
    private volatile boolean closed;

    /** What informers post. */
    private sealed interface Event {
        Duty duty();

        long nanos();

        record Seen(Duty duty, ConfigKey key, ConfigParser.Parsed parsed, long nanos) implements Event {}

        record Gone(Duty duty, ConfigKey key, long nanos) implements Event {}

        /** A definition serves that kind of ours, or none. */
        record Defined(Duty duty, String name, Optional<ApiResource> kind, long nanos) implements Event {}

        /** All that was there has been seen. */
        record InSync(Duty duty, long nanos) implements Event {}

        /** It could not be read. */
        record Failed(Duty duty, long nanos) implements Event {}
    }

    /** One informer's time; what is left in the queue when it is over counts no more. */
    private final class Duty implements LeanStore.Listener {
        private final Selection selection;
        private final ApiResource resource;
        private final ResourceWatch watch;
        private boolean failed;

        private Duty(Selection selection) {
            this.selection = selection;
            this.resource = selection.resource();
            this.watch = new ResourceWatch(
                    client, selection, this, () -> events.add(new Event.Failed(this, System.nanoTime())));
        }

        /** Whether nothing need be waited for. */
        private boolean isSettled() {
            return watch.isSynced() || (failed && selection.name().isPresent());
        }

        @Override
        public void seen(GenericKubernetesResource object) {
            var now = System.nanoTime();
            if (resource.equals(ApiResource.CRD)) {
                defined(object, CustomKinds.of(object));
                return;
            }
            var key = key(object);
            if (CustomKinds.isOurs(resource)) {
                writer.statuses().seen(key, resource, object);
            }
            var origin = new Origin.Cluster(key.namespace(), key.name());
            events.add(new Event.Seen(this, key, ConfigParser.parse(origin, ApiNodes.document(object)), now));
        }

        @Override
        public void gone(GenericKubernetesResource object) {
            if (resource.equals(ApiResource.CRD)) {
                defined(object, Optional.empty());
            } else {
                writer.statuses().gone(key(object));
                events.add(new Event.Gone(this, key(object), System.nanoTime()));
            }
        }

        private void defined(GenericKubernetesResource definition, Optional<ApiResource> kind) {
            events.add(new Event.Defined(this, definition.getMetadata().getName(), kind, System.nanoTime()));
        }

        private void start() {
            watch.start(() -> events.add(new Event.InSync(this, System.nanoTime())));
        }

        private ConfigKey key(GenericKubernetesResource object) {
            var metadata = object.getMetadata();
            var namespace = Optional.ofNullable(metadata.getNamespace()).orElse("");
            return new ConfigKey(resource.group(), resource.kind(), namespace, metadata.getName());
        }

        private boolean covers(ConfigKey key) {
            return key.kind().equals(resource.kind())
                    && key.group().equals(resource.group())
                    && selection
                            .namespace()
                            .filter(own -> !own.equals(key.namespace()))
                            .isEmpty()
                    && selection.name().filter(own -> !own.equals(key.name())).isEmpty();
        }
    }

    KubernetesSource(KubernetesClient client, Writer writer, SnapshotListener listener) {
        this.client = client;
        this.writer = writer;
        this.listener = listener;
        this.thread = new Thread(this::run, "kubernetes");
        this.thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        ALWAYS.forEach(resource -> begin(Selection.all(resource)));
        try {
            while (!closed) {
                takeIn(events.take());
            }
        } catch (InterruptedException e) {
            LOG.debug("the source is closed");
        }
        duties.values().forEach(duty -> duty.watch.close());
    }

    /** Takes in the event and those that wait behind it, then tells once. */
    private void takeIn(Event first) {
        var seenNanos = Long.MAX_VALUE;
        secretsAsked = false;
        Event event = first;
        for (var taken = 0; event != null && taken < MAX_EVENTS; taken++) {
            if (isCurrent(event) && apply(event)) {
                seenNanos = Math.min(seenNanos, event.nanos());
            }
            event = taken + 1 < MAX_EVENTS ? events.poll() : null;
        }
        if (secretsAsked && secretsChange()) {
            seenNanos = Math.min(seenNanos, System.nanoTime());
        }
        if (!begun && duties.values().stream().allMatch(Duty::isSettled)) {
            begun = true;
            seenNanos = Math.min(seenNanos, System.nanoTime());
            LOG.infof("the cluster is in sync kinds=%d", duties.size());
        }
        if (begun && seenNanos < Long.MAX_VALUE) {
            var snapshot = objects.snapshot();
            listener.changed(snapshot, objects.problems(), seenNanos);
            writer.changed(snapshot);
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another time of duty of the same informer is meant to differ.
    private boolean isCurrent(Event event) {
        return duties.get(event.duty().selection.id()) == event.duty();
    }

    /** Whether the snapshot is another one now. */
    private boolean apply(Event event) {
        return switch (event) {
            case Event.Seen(var duty, var key, var parsed, var nanos) -> noted(key, objects.put(key, parsed));
            case Event.Gone(var duty, var key, var nanos) -> noted(key, objects.remove(key));
            case Event.Defined(var duty, var name, var kind, var nanos) -> define(name, kind);
            // What an earlier informer of that kind had, and this one did not find, is gone.
            case Event.InSync(var duty, var nanos) ->
                objects.removeIf(key -> duty.covers(key) && !duty.watch.holds(key.namespace(), key.name()));
            case Event.Failed(var duty, var nanos) -> {
                duty.failed = true;
                yield false;
            }
        };
    }

    private boolean noted(ConfigKey key, boolean changed) {
        secretsAsked |= changed && GatewaySecrets.dependOn(key);
        return changed;
    }

    /** Whether Secrets are gone because nobody names them any more; those that are named now come by themselves. */
    private boolean secretsChange() {
        var wanted = new HashMap<String, Selection>();
        GatewaySecrets.of(objects).forEach(selection -> wanted.put(selection.id(), selection));
        var unwanted = duties.values().stream()
                .filter(duty -> duty.resource.equals(ApiResource.SECRET) && !wanted.containsKey(duty.selection.id()))
                .toList();
        var changed = false;
        for (var duty : unwanted) {
            changed |= end(duty);
        }
        wanted.values().stream()
                .filter(selection -> !duties.containsKey(selection.id()))
                .forEach(this::begin);
        return changed;
    }

    private boolean define(String name, Optional<ApiResource> kind) {
        var current = Optional.ofNullable(duties.get(name));
        if (current.map(duty -> duty.resource).equals(kind)) {
            return false;
        }
        if (kind.isPresent()) {
            // What the old informer has seen stays until the new one has seen it, or is in sync without it.
            current.ifPresent(duty -> duty.watch.close());
            begin(Selection.all(kind.get()));
            return false;
        }
        return current.isPresent() && end(current.get());
    }

    private void begin(Selection selection) {
        var duty = new Duty(selection);
        duties.put(selection.id(), duty);
        duty.start();
    }

    /** Whether objects go with it. */
    private boolean end(Duty duty) {
        duty.watch.close();
        duties.remove(duty.selection.id());
        return objects.removeIf(duty::covers);
    }
}
