package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.EdgeTls;
import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.model.EdgeTls.TlsVersion;
import dev.tulle.mesh.xds.wire.EdgeSecrets;
import dev.tulle.mesh.xds.wire.MeshSecrets;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;

/** TLS as a server, towards peers of the mesh and at its edge. Source: DownstreamTlsContext. */
final class DownstreamTransport {
    private DownstreamTransport() {}

    /** At the edge, with the credential of a Gateway's server. */
    static TransportSocket server(EdgeTls tls) {
        var parameters = TlsParameters.newBuilder()
                .setTlsMinimumProtocolVersion(version(tls.minimum().orElse(TlsVersion.TLSV1_2)))
                .setTlsMaximumProtocolVersion(version(tls.maximum().orElse(TlsVersion.TLSV1_3)))
                .addAllCipherSuites(tls.cipherSuites());
        var common = CommonTlsContext.newBuilder()
                .setTlsParams(parameters)
                .addTlsCertificateSdsSecretConfigs(EdgeSecrets.pair(tls.credentialName()))
                .addAlpnProtocols("h2")
                .addAlpnProtocols("http/1.1");
        if (tls.clients() != ClientCertificates.NONE) {
            common.setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                    .setDefaultValidationContext(CertificateValidationContext.getDefaultInstance())
                    .setValidationContextSdsSecretConfig(EdgeSecrets.authorities(tls.credentialName())));
        }
        var context = DownstreamTlsContext.newBuilder().setCommonTlsContext(common);
        if (tls.clients() == ClientCertificates.REQUIRED) {
            context.setRequireClientCertificate(ProtoValues.yes());
        }
        return socket(context.build());
    }

    private static TlsProtocol version(TlsVersion version) {
        return switch (version) {
            case TLSV1_0 -> TlsProtocol.TLSv1_0;
            case TLSV1_1 -> TlsProtocol.TLSv1_1;
            case TLSV1_2 -> TlsProtocol.TLSv1_2;
            case TLSV1_3 -> TlsProtocol.TLSv1_3;
        };
    }

    /** Towards peers, which must show a certificate of the mesh. HTTP/2 is taken where the client offers it, beside the mesh's own protocol. */
    static TransportSocket mutualTls() {
        var common = CommonTlsContext.newBuilder()
                .addTlsCertificateSdsSecretConfigs(MeshSecrets.own())
                .setCombinedValidationContext(CombinedCertificateValidationContext.newBuilder()
                        .setDefaultValidationContext(CertificateValidationContext.getDefaultInstance())
                        .setValidationContextSdsSecretConfig(MeshSecrets.root()))
                .addAlpnProtocols("h2")
                .addAlpnProtocols(MeshSecrets.MESH_PROTOCOL);
        return socket(DownstreamTlsContext.newBuilder()
                .setCommonTlsContext(common)
                .setRequireClientCertificate(ProtoValues.yes())
                .build());
    }

    private static TransportSocket socket(DownstreamTlsContext context) {
        return TransportSocket.newBuilder()
                .setName("envoy.transport_sockets.tls")
                .setTypedConfig(Packed.any("envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext", context))
                .build();
    }
}
