package dev.tulle.mesh.xds;

import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.WorkloadLabels;
import dev.tulle.mesh.xds.OwnPorts.ProbeRoute;
import dev.tulle.mesh.xds.filter.ProxyEnvironment;
import dev.tulle.mesh.xds.filter.ZipkinTracing;
import dev.tulle.mesh.xds.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What an Envoy must know before it can ask: who it is, where the control plane is, and its own ports for people and Prometheus.
 * Source: envoy.config.bootstrap.v3.Bootstrap.
 *
 * @param node who it is
 * @param controlPlane where its config comes from
 * @param zipkin where spans go; absent: nowhere
 * @param sampled the share of the traces that begin here which is reported; a running Envoy changes it by its admin page
 *     {@code /runtime_modify?tracing.random_sampling=PERCENT}
 * @param ownPorts where its own ports open
 */
public record Bootstrap(
        Node node, ControlPlane controlPlane, Optional<HostPort> zipkin, Fraction sampled, OwnPorts ownPorts) {
    /** The static cluster of the control plane, as Istio calls it. */
    public static final String CONTROL_PLANE_CLUSTER = "xds-grpc";

    public static final int ADMIN_PORT = 15000;
    /** What kubelet asks of the application through the proxy. */
    public static final int PROBE_PORT = 15020;

    public static final int HEALTH_PORT = 15021;
    public static final int TELEMETRY_PORT = 15090;

    /** Downstream connections of one proxy; beyond them new ones are closed at once, before memory runs out. */
    private static final int MOST_CONNECTIONS = 50_000;

    static final String CONTROL_PLANE_NAME = "istiod.istio-system.svc";
    private static final int CONTROL_PLANE_PORT = 15012;
    private static final int ZIPKIN_PORT = 9411;
    static final String TOKEN_SECRET = "control-plane-token";

    /** A file of a pod: {@link #tokenSecret} with the path of the projected token. */
    public static final String POD_TOKEN_SECRET = "/var/run/secrets/istio/token-secret.json";

    /** A file of a pod: the service account's token for the control plane. */
    public static final String POD_TOKEN = "/var/run/secrets/tokens/istio-token";

    /** A file of a pod: the mesh's root certificate. */
    public static final String POD_ROOT_CERTIFICATE = "/var/run/secrets/istio/root-cert.pem";

    /** Every trace is reported, and its own ports are on the node's address. */
    public Bootstrap(Node node, ControlPlane controlPlane, Optional<HostPort> zipkin) {
        this(node, controlPlane, zipkin, Fraction.ALL, new OwnPorts.OnNodeAddress());
    }

    /**
     * For a pod of Kubernetes, as an argument of a container: {@code $(INSTANCE_IP)}, {@code $(POD_NAME)}, {@code
     * $(POD_NAMESPACE)} and {@code $(SERVICE_ACCOUNT)} stand where Kubernetes puts the values of those variables of the container
     * (status.podIP, metadata.name, metadata.namespace, spec.serviceAccountName). Nothing else in the text begins with {@code $(}
     * unless a label does.
     *
     * @param workload its names; the namespace among them is replaced by the variable
     * @param probes that kubelet sends through the proxy
     */
    public static Bootstrap inPod(Kind kind, WorkloadLabels workload, Fraction sampled, List<ProbeRoute> probes) {
        var names = new WorkloadLabels(
                workload.workload(),
                "$(POD_NAMESPACE)",
                workload.app(),
                workload.version(),
                workload.canonicalService(),
                workload.canonicalRevision());
        return new Bootstrap(
                new Node(kind, "$(INSTANCE_IP)", "$(POD_NAME)", "$(SERVICE_ACCOUNT)", names),
                new ControlPlane.Tls(
                        new HostPort(CONTROL_PLANE_NAME, CONTROL_PLANE_PORT),
                        POD_ROOT_CERTIFICATE,
                        POD_TOKEN,
                        POD_TOKEN_SECRET),
                Optional.of(new HostPort("zipkin.istio-system.svc", ZIPKIN_PORT)),
                sampled,
                new OwnPorts.InPod(probes));
    }

    /** A host name or an IP address, and a port. */
    public record HostPort(String host, int port) {}

    /** Sidecar or gateway, as the node's id says it. */
    public enum Kind {
        SIDECAR("sidecar"),
        ROUTER("router");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * The proxy.
     *
     * @param kind what it is there for
     * @param address the pod's IP address, on which its own ports open too
     * @param pod the pod's name
     * @param serviceAccount in the pod's namespace
     * @param telemetry the workload's names; the namespace among them is the pod's
     */
    public record Node(Kind kind, String address, String pod, String serviceAccount, WorkloadLabels telemetry) {
        /** {@code sidecar~127.0.1.10~servicea-5d4f.servicea~servicea.svc.cluster.local}. */
        public String id() {
            var namespace = telemetry.namespace();
            return "%s~%s~%s.%s~%s.svc.cluster.local".formatted(kind.word, address, pod, namespace, namespace);
        }

        /** {@code servicea.servicea}: the workload, which traces call the service. */
        public String cluster() {
            return telemetry.workload() + "." + telemetry.namespace();
        }
    }

    /** How the control plane is reached. */
    public sealed interface ControlPlane {
        HostPort address();

        /** Plain text and no token, for tests. */
        record Plaintext(HostPort address) implements ControlPlane {}

        /**
         * TLS, with the service account's token on every stream.
         *
         * @param rootCertificate path of the mesh's root certificate, PEM
         * @param token path of the token; a file renamed onto it is noticed
         * @param tokenSecret path of a file that holds {@link #tokenSecret()}, to be written before Envoy starts
         */
        record Tls(HostPort address, String rootCertificate, String token, String tokenSecret)
                implements ControlPlane {}
    }

    /** The variables that the Envoy process must have: telemetry reads its names from them. */
    public SequencedMap<String, String> environment(SpiffeId identity) {
        var names = node.telemetry();
        var variables = new LinkedHashMap<String, String>();
        variables.put(ProxyEnvironment.WORKLOAD.variable(), names.workload());
        variables.put(ProxyEnvironment.NAMESPACE.variable(), names.namespace());
        variables.put(ProxyEnvironment.APP.variable(), names.app());
        variables.put(ProxyEnvironment.VERSION.variable(), names.version());
        variables.put(ProxyEnvironment.CANONICAL_SERVICE.variable(), names.canonicalService());
        variables.put(ProxyEnvironment.CANONICAL_REVISION.variable(), names.canonicalRevision());
        variables.put(ProxyEnvironment.PRINCIPAL.variable(), identity.uri());
        return variables;
    }

    /** The bootstrap, JSON. */
    public String json() {
        var own = new OwnListeners(node.address(), ownPorts);
        return """
            {
              "node": {"id": %s, "cluster": %s, "metadata": %s},
              "admin": {"address": %s, "access_log": []},
              "dynamic_resources": {
                "ads_config": {
                  "api_type": "DELTA_GRPC",
                  "transport_api_version": "V3",
                  "set_node_on_first_message_only": true,
                  "grpc_services": [{
                    "envoy_grpc": {
                      "cluster_name": "xds-grpc",
                      "retry_policy": {"retry_back_off": {"base_interval": "0.1s", "max_interval": "1s"}}
                    }
                  }]
                },
                "cds_config": {"ads": {}, "resource_api_version": "V3", "initial_fetch_timeout": "0s"},
                "lds_config": {"ads": {}, "resource_api_version": "V3", "initial_fetch_timeout": "0s"}
              },
              "static_resources": {
                "listeners": [
            %s
                ],
                "clusters": [
            %s
                ]
              },
              "overload_manager": {
                "resource_monitors": [{
                  "name": "envoy.resource_monitors.global_downstream_max_connections",
                  "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
                    "max_active_downstream_connections": %d
                  }
                }]
              },
              "layered_runtime": {"layers": [
                {"name": "bootstrap", "static_layer": {
                  "tracing.random_sampling": {"numerator": %d, "denominator": "MILLION"},
                  "re2.max_program_size.error_level": 32768
                }},
                {"name": "admin", "admin_layer": {}}
              ]},
              "stats_config": {"use_all_default_tags": true},
              "stats_flush_interval": "2s"
            }
            """.formatted(
                        JsonText.quote(node.id()),
                        JsonText.quote(node.cluster()),
                        BootstrapParts.object(metadata()),
                        BootstrapParts.socket(own.adminAddress(), ADMIN_PORT),
                        String.join(",\n", own.listeners()),
                        String.join(",\n", clusters(own)),
                        MOST_CONNECTIONS,
                        sampled.millionths());
    }

    /** The secret that leads Envoy to the token file, JSON; to be written where {@link ControlPlane.Tls#tokenSecret} says. */
    public static String tokenSecret(String tokenFile) {
        return """
            {"resources": [{
              "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
              "name": %s,
              "generic_secret": {"secret": {"filename": %s}}
            }]}
            """.formatted(JsonText.quote(TOKEN_SECRET), JsonText.quote(tokenFile));
    }

    private Map<String, String> metadata() {
        var names = node.telemetry();
        var metadata = new LinkedHashMap<String, String>();
        metadata.put("NAME", node.pod());
        metadata.put("NAMESPACE", names.namespace());
        metadata.put("SERVICE_ACCOUNT", node.serviceAccount());
        metadata.put("WORKLOAD_NAME", names.workload());
        metadata.put("APP", names.app());
        metadata.put("VERSION", names.version());
        metadata.put("CANONICAL_SERVICE", names.canonicalService());
        metadata.put("CANONICAL_REVISION", names.canonicalRevision());
        return metadata;
    }

    private List<String> clusters(OwnListeners own) {
        var clusters = new ArrayList<String>();
        clusters.add(controlPlaneCluster());
        clusters.add(BootstrapParts.cluster("admin", Optional.of(new HostPort(own.adminAddress(), ADMIN_PORT)), ""));
        clusters.add(BootstrapParts.cluster(ZipkinTracing.CLUSTER, zipkin, ""));
        clusters.addAll(own.clusters());
        return clusters;
    }

    private String controlPlaneCluster() {
        return switch (controlPlane) {
            case ControlPlane.Plaintext(var address) ->
                BootstrapParts.cluster(CONTROL_PLANE_CLUSTER, Optional.of(address), BootstrapParts.http2("", ""));
            case ControlPlane.Tls tls ->
                BootstrapParts.cluster(
                        CONTROL_PLANE_CLUSTER,
                        Optional.of(tls.address()),
                        BootstrapParts.http2(
                                BootstrapParts.tokenFilter(tls.tokenSecret()),
                                BootstrapParts.tls(tls.rootCertificate())));
        };
    }
}
