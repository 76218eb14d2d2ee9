package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Reads Pods. Source: Kubernetes core/v1 Pod, and the annotations {@code tulle.dev/*}. A server writes them. */
public final class Pods {
    /** Where the application of a local pod listens; its presence says that the pod has a proxy. */
    public static final String APPLICATION_ADDRESS = "tulle.dev/application-address";
    /** A further address for a local gateway's ports. */
    public static final String PUBLISHED_ADDRESS = "tulle.dev/published-address";
    /** The container, or init container, whose presence says that a pod of Kubernetes has a proxy. */
    public static final String PROXY_CONTAINER = "istio-proxy";
    /** Where a gateway's edge application listens. */
    public static final String EDGE_PORT = "tulle.dev/edge-app-port";

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern SCHEDULED = Pattern.compile(".+-[0-9]{8,10}");

    private Pods() {}

    /**
     * A pod with an address.
     *
     * @param key namespace and name
     * @param owner the Deployment (or other owner) it belongs to, else its own name
     * @param address status.podIP; empty as long as it has none
     * @param readiness whether it takes requests
     * @param namedPorts the containers' ports that have a name
     * @param capture absent: it has no proxy
     * @param edgePort where its edge application listens, if it has one
     */
    public record PodSpec(
            WorkloadKey key,
            String owner,
            Map<String, String> labels,
            String address,
            Readiness readiness,
            String serviceAccount,
            SortedMap<String, Integer> namedPorts,
            Optional<CaptureMode> capture,
            OptionalInt edgePort) {
        public PodSpec {
            labels = Map.copyOf(labels);
        }

        /** The names in its metrics. */
        public WorkloadLabels telemetry() {
            return TelemetryLabels.of(owner, key.namespace(), labels);
        }

        /** The pod's port that a Service's targetPort means. */
        public OptionalInt resolve(String targetPort) {
            if (PORT.matcher(targetPort).matches()) {
                var number = Integer.parseInt(targetPort);
                return number >= 1 && number <= 65535 ? OptionalInt.of(number) : OptionalInt.empty();
            }
            var number = Optional.ofNullable(namedPorts.get(targetPort));
            return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }
    }

    /** Source: the condition Ready, and metadata.deletionTimestamp. */
    public enum Readiness {
        READY,
        NOT_READY,
        /** It is about to end. Its Pod says so before any EndpointSlice does. */
        LEAVING
    }

    /** Reads one Pod. */
    public static PodSpec read(ConfigObject object, Fields root) {
        var key = object.key();
        root.require("spec");
        var template = root.mapping("spec")
                .map(fields -> PodTemplates.read(fields, PodTemplates.Author.API_SERVER))
                .orElse(PodTemplates.PodSpec.UNKNOWN);
        var metadata = root.mapping("metadata");
        metadata.ifPresent(Fields::allowRest);
        var status = root.mapping("status");
        status.ifPresent(Fields::allowRest);
        var address = status.flatMap(fields -> fields.text("podIP")).orElse("");
        var leaving = metadata.filter(fields -> fields.has("deletionTimestamp")).isPresent();
        return new PodSpec(
                new WorkloadKey(key.namespace(), key.name()),
                metadata.flatMap(fields -> owner(fields, object.labels())).orElse(key.name()),
                object.labels(),
                address,
                leaving ? Readiness.LEAVING : readiness(status),
                template.serviceAccount(),
                template.namedPorts(),
                capture(object.annotations(), template.containers(), address),
                edgePort(object.annotations(), root));
    }

    private static Optional<String> owner(Fields metadata, Map<String, String> labels) {
        for (var reference : metadata.mappings("ownerReferences")) {
            reference.allowRest();
            var kind = reference.text("kind").orElse("");
            var name = reference.text("name");
            if (name.isPresent()) {
                return Optional.of(workload(kind, name.get(), labels));
            }
        }
        return Optional.empty();
    }

    /**
     * The workload that its author knows: the Deployment of a ReplicaSet, whose name has the hash of the template behind it, the
     * CronJob of a Job, whose name has the minutes since 1970 behind it, else the owner itself.
     *
     * @param kind of the pod's owner
     * @param name of the pod's owner
     * @param labels of the pod
     */
    public static String workload(String kind, String name, Map<String, String> labels) {
        var lastPart = name.substring(name.lastIndexOf('-') + 1);
        var hash = Optional.ofNullable(labels.get("pod-template-hash")).orElse(lastPart);
        var isDerived = (kind.equals("ReplicaSet") && name.endsWith("-" + hash))
                || (kind.equals("Job") && SCHEDULED.matcher(name).matches());
        return isDerived
                ? name.substring(0, name.length() - (kind.equals("Job") ? lastPart : hash).length() - 1)
                : name;
    }

    private static Readiness readiness(Optional<Fields> status) {
        return status.filter(Pods::isReady).isPresent() ? Readiness.READY : Readiness.NOT_READY;
    }

    private static boolean isReady(Fields status) {
        var ready = false;
        for (var condition : status.mappings("conditions")) {
            condition.allowRest();
            var type = condition.text("type").orElse("");
            var value = condition.text("status").orElse("");
            ready |= type.equals("Ready") && value.equals("True");
        }
        return ready;
    }

    private static Optional<CaptureMode> capture(
            Map<String, String> annotations, Set<String> containers, String address) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var application = Optional.ofNullable(annotations.get(APPLICATION_ADDRESS));
        if (application.isPresent()) {
            return Optional.of(new CaptureMode.Explicit(
                    address, application.get(), Optional.ofNullable(annotations.get(PUBLISHED_ADDRESS))));
        }
        return containers.contains(PROXY_CONTAINER)
                ? Optional.of(new CaptureMode.Redirected(address))
                : Optional.empty();
    }

    static OptionalInt edgePort(Map<String, String> annotations, Fields root) {
        var written = Optional.ofNullable(annotations.get(EDGE_PORT));
        if (written.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!PORT.matcher(written.get()).matches()) {
            root.error("metadata", EDGE_PORT + ": \"" + written.get() + "\" is no port, expected 1 to 65535");
            return OptionalInt.empty();
        }
        return OptionalInt.of(Math.clamp(Integer.parseInt(written.get()), 1, 65535));
    }
}
