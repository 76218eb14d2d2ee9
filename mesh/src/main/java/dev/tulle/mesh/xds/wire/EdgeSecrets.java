package dev.tulle.mesh.xds.wire;

import com.google.protobuf.ByteString;
import dev.tulle.mesh.model.Credential;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;

/** The credentials of a gateway's servers as secrets of SDS, by the names that Istio gives them. */
public final class EdgeSecrets {
    private static final String SCHEME = "kubernetes://";
    private static final String CA_SUFFIX = "-cacert";

    private EdgeSecrets() {}

    /** Where a server's certificate and key come from. */
    public static SdsSecretConfig pair(String credentialName) {
        return MeshSecrets.named(SCHEME + credentialName);
    }

    /** Where that comes from by which clients are checked. */
    public static SdsSecretConfig authorities(String credentialName) {
        return MeshSecrets.named(SCHEME + credentialName + CA_SUFFIX);
    }

    /** The certificate and the key. */
    public static Secret pair(String credentialName, Credential credential) {
        return Secret.newBuilder()
                .setName(SCHEME + credentialName)
                .setTlsCertificate(TlsCertificate.newBuilder()
                        .setCertificateChain(inline(credential.chain()))
                        .setPrivateKey(inline(credential.key())))
                .build();
    }

    /** What clients are checked by. */
    public static Secret authorities(String credentialName, Credential credential) {
        return Secret.newBuilder()
                .setName(SCHEME + credentialName + CA_SUFFIX)
                .setValidationContext(CertificateValidationContext.newBuilder()
                        .setTrustedCa(inline(credential.authorities().orElse(""))))
                .build();
    }

    private static DataSource inline(String pem) {
        return DataSource.newBuilder()
                .setInlineBytes(ByteString.copyFromUtf8(pem))
                .build();
    }
}
