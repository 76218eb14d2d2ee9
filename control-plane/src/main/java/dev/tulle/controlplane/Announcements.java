package dev.tulle.controlplane;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.kubernetes.Notices;
import dev.tulle.mesh.xds.Bootstrap;
import java.util.Map;

/** What the stages have to say to a cluster. */
final class Announcements implements Notices {
    private final CertificateAuthority authority;

    Announcements(CertificateAuthority authority) {
        this.authority = authority;
    }

    @Override
    public Map<String, String> rootConfigMap() {
        return Map.of(
                "root-cert.pem", authority.rootPem(), "token-secret.json", Bootstrap.tokenSecret(Bootstrap.POD_TOKEN));
    }

    @Override
    public String roots() {
        return authority.rootPem();
    }
}
