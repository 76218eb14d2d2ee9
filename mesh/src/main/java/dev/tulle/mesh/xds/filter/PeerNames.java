package dev.tulle.mesh.xds.filter;

import dev.tulle.mesh.xds.filter.TelemetryLabels.Security;
import dev.tulle.mesh.xds.wire.Packed;
import io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.Mutations;
import io.envoyproxy.envoy.extensions.filters.http.header_to_metadata.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * How the receiving proxy learns who calls: the caller's proxy says its names in {@code x-mesh-*} headers, the receiver's moves
 * them to metadata for the metrics, so that no application sees them. A peer may lie about its names but not about its SPIFFE
 * ID. Source: envoy.extensions.filters.http.header_to_metadata.v3.Config.
 */
public final class PeerNames {
    /** What every header of the mesh begins with. */
    public static final String HEADER_PREFIX = "x-mesh-";

    static final String METADATA = "mesh.peer";
    private static final String UNKNOWN = "unknown";
    /** Greedy, so that of several IDs it is the last one: that of the connection's peer. */
    private static final String CERTIFIED_NAMESPACE = "^.*URI=spiffe://[^/]+/ns/([^/]+)/sa/.*$";

    /** One name, and where it comes from. */
    enum Name {
        WORKLOAD("workload", ProxyEnvironment.WORKLOAD),
        NAMESPACE("namespace", ProxyEnvironment.NAMESPACE),
        APP("app", ProxyEnvironment.APP),
        VERSION("version", ProxyEnvironment.VERSION),
        CANONICAL_SERVICE("canonical-service", ProxyEnvironment.CANONICAL_SERVICE),
        CANONICAL_REVISION("canonical-revision", ProxyEnvironment.CANONICAL_REVISION);

        private final String key;
        private final ProxyEnvironment origin;

        Name(String key, ProxyEnvironment origin) {
            this.key = key;
            this.origin = origin;
        }

        String header() {
            return HEADER_PREFIX + key;
        }

        /** What the receiver's access loggers read. */
        String format() {
            return "%DYNAMIC_METADATA(" + METADATA + ":" + key + ")%";
        }
    }

    private PeerNames() {}

    /** What the caller's proxy writes over whatever its application sent. */
    public static List<HeaderValueOption> headers() {
        var headers = new ArrayList<HeaderValueOption>();
        for (var name : Name.values()) {
            headers.add(HeaderValueOption.newBuilder()
                    .setHeader(HeaderValue.newBuilder().setKey(name.header()).setValue(name.origin.format()))
                    .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                    .build());
        }
        return headers;
    }

    /** Takes them away from a request that leaves the mesh. Source: envoy.extensions.filters.http.header_mutation.v3. */
    public static HttpFilter removal() {
        var mutations = Mutations.newBuilder();
        for (var name : Name.values()) {
            mutations.addRequestMutations(HeaderMutation.newBuilder().setRemove(name.header()));
        }
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.header_mutation")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
                        io.envoyproxy.envoy.extensions.filters.http.header_mutation.v3.HeaderMutation.newBuilder()
                                .setMutations(mutations)
                                .build()))
                .build();
    }

    /**
     * What the receiver's proxy does before the application sees the request. Behind mutual TLS the namespace is the one in the
     * peer's SPIFFE ID, whatever its header says; Envoy has written the ID at the end of x-forwarded-client-cert.
     */
    public static HttpFilter filter(Security security) {
        var config = Config.newBuilder();
        for (var name : Name.values()) {
            config.addRequestRules(Config.Rule.newBuilder()
                    .setHeader(name.header())
                    .setRemove(true)
                    .setOnHeaderPresent(pair(name))
                    .setOnHeaderMissing(pair(name).setValue(UNKNOWN)));
        }
        switch (security) {
            case MUTUAL_TLS -> config.addRequestRules(certifiedNamespace());
            case NONE -> {}
        }
        return HttpFilter.newBuilder()
                .setName("envoy.filters.http.header_to_metadata")
                .setTypedConfig(
                        Packed.any("envoy.extensions.filters.http.header_to_metadata.v3.Config", config.build()))
                .build();
    }

    private static Config.Rule certifiedNamespace() {
        return Config.Rule.newBuilder()
                .setHeader("x-forwarded-client-cert")
                .setOnHeaderPresent(pair(Name.NAMESPACE)
                        .setRegexValueRewrite(RegexMatchAndSubstitute.newBuilder()
                                .setPattern(RegexMatcher.newBuilder().setRegex(CERTIFIED_NAMESPACE))
                                .setSubstitution("\\1")))
                .build();
    }

    private static Config.KeyValuePair.Builder pair(Name name) {
        return Config.KeyValuePair.newBuilder()
                .setMetadataNamespace(METADATA)
                .setKey(name.key)
                .setType(Config.ValueType.STRING);
    }
}
