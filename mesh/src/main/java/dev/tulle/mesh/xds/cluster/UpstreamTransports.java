package dev.tulle.mesh.xds.cluster;

import com.google.protobuf.Struct;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.TransportSocketMatch;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/**
 * What is spoken to each endpoint of a service: mutual TLS to those that say they have a proxy, plain text to the others.
 * Source: envoy.config.cluster.v3.Cluster.TransportSocketMatch.
 */
public final class UpstreamTransports {
    /** The key in an endpoint's metadata {@code envoy.transport_socket_match}, and what it says for an endpoint with a proxy. */
    public static final String TLS_MODE = "tlsMode";

    public static final String MESH_TLS = "istio";

    private UpstreamTransports() {}

    /**
     * In order of precedence.
     *
     * @param identities the SPIFFE IDs that a server may show
     * @param serverName asked for in TLS
     * @param applicationProtocols announced in TLS, in order of preference
     */
    static List<TransportSocketMatch> automatic(
            List<SpiffeId> identities, String serverName, List<String> applicationProtocols) {
        return List.of(
                TransportSocketMatch.newBuilder()
                        .setName("tlsMode-istio")
                        .setMatch(Structs.of(TLS_MODE, Structs.text(MESH_TLS)))
                        .setTransportSocket(mutualTls(identities, serverName, applicationProtocols))
                        .build(),
                TransportSocketMatch.newBuilder()
                        .setName("tlsMode-disabled")
                        .setMatch(Struct.getDefaultInstance())
                        .setTransportSocket(plain())
                        .build());
    }

    /** To every endpoint; without identities any server of the mesh will do. */
    static TransportSocket mutualTls(List<SpiffeId> identities, String serverName, List<String> applicationProtocols) {
        var servers = CertificateValidationContext.newBuilder();
        for (var identity : identities) {
            servers.addMatchTypedSubjectAltNames(SubjectAltNameMatcher.newBuilder()
                    .setSanType(SanType.URI)
                    .setMatcher(StringMatcher.newBuilder().setExact(identity.uri())));
        }
        var common = CommonTlsContext.newBuilder()
                .addTlsCertificateSdsSecretConfigs(MeshSecrets.own())
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(servers)
                        .setValidationContextSdsSecretConfig(MeshSecrets.root()))
                .addAllAlpnProtocols(applicationProtocols);
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
                        UpstreamTlsContext.newBuilder()
                                .setCommonTlsContext(common)
                                .setSni(serverName)
                                .build()))
                .build();
    }

    private static TransportSocket plain() {
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.raw_buffer")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer", RawBuffer.getDefaultInstance()))
                .build();
    }
}
