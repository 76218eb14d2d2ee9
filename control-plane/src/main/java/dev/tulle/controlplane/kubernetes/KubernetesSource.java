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
 * The cluster as a source of snapshots: pods, Services, EndpointSlices, Namespaces, and every kind of Istio whose definition is
 * installed, as definitions come and go. Nothing is told before all of them are in sync. A change costs its own object, which
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
    }

    /** One informer's time; what is left in the queue when it is over counts no more. */
    private final class Duty implements LeanStore.Listener {
        private final ApiResource resource;
        private final ResourceWatch watch;

        private Duty(ApiResource resource) {
            this.resource = resource;
            this.watch = new ResourceWatch(client, Selection.all(resource), this);
        }

        @Override
        public void seen(GenericKubernetesResource object) {
            var now = System.nanoTime();
            if (resource.equals(ApiResource.CRD)) {
                defined(object, CustomKinds.of(object));
                return;
            }
            var key = key(object);
            var origin = new Origin.Cluster(key.namespace(), key.name());
            events.add(new Event.Seen(this, key, ConfigParser.parse(origin, ApiNodes.document(object)), now));
        }

        @Override
        public void gone(GenericKubernetesResource object) {
            if (resource.equals(ApiResource.CRD)) {
                defined(object, Optional.empty());
            } else {
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
            return key.kind().equals(resource.kind()) && key.group().equals(resource.group());
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
        writer.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        writer.close();
    }

    private void run() {
        ALWAYS.forEach(this::begin);
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
        Event event = first;
        for (var taken = 0; event != null && taken < MAX_EVENTS; taken++) {
            if (isCurrent(event) && apply(event)) {
                seenNanos = Math.min(seenNanos, event.nanos());
            }
            event = taken + 1 < MAX_EVENTS ? events.poll() : null;
        }
        if (!begun && duties.values().stream().allMatch(duty -> duty.watch.isSynced())) {
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
        return duties.get(event.duty().resource.name()) == event.duty();
    }

    /** Whether the snapshot is another one now. */
    private boolean apply(Event event) {
        return switch (event) {
            case Event.Seen(var duty, var key, var parsed, var nanos) -> objects.put(key, parsed);
            case Event.Gone(var duty, var key, var nanos) -> objects.remove(key);
            case Event.Defined(var duty, var name, var kind, var nanos) -> define(name, kind);
            // What an earlier informer of that kind had, and this one did not find, is gone.
            case Event.InSync(var duty, var nanos) ->
                objects.removeIf(key -> duty.covers(key) && !duty.watch.holds(key.namespace(), key.name()));
        };
    }

    private boolean define(String name, Optional<ApiResource> kind) {
        var current = Optional.ofNullable(duties.get(name));
        if (current.map(duty -> duty.resource).equals(kind)) {
            return false;
        }
        current.ifPresent(duty -> duty.watch.close());
        duties.remove(name);
        if (kind.isPresent()) {
            begin(kind.get());
            return false;
        }
        return current.isPresent() && objects.removeIf(current.get()::covers);
    }

    private void begin(ApiResource resource) {
        var duty = new Duty(resource);
        duties.put(resource.name(), duty);
        duty.start();
    }
}
