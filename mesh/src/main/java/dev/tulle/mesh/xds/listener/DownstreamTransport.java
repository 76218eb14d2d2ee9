package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;

/** Mutual TLS as a server: the peer must show a certificate of the mesh. Source: DownstreamTlsContext. */
final class DownstreamTransport {
    private DownstreamTransport() {}

    /** HTTP/2 is taken where the client offers it, beside the mesh's own protocol. */
    static TransportSocket mutualTls() {
        var common = CommonTlsContext.newBuilder()
                .addTlsCertificateSdsSecretConfigs(MeshSecrets.own())
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(CertificateValidationContext.getDefaultInstance())
                        .setValidationContextSdsSecretConfig(MeshSecrets.root()))
                .addAlpnProtocols("h2")
                .addAlpnProtocols(MeshSecrets.MESH_PROTOCOL);
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                        DownstreamTlsContext.newBuilder()
                                .setCommonTlsContext(common)
                                .setRequireClientCertificate(ProtoValues.yes())
                                .build()))
                .build();
    }
}
