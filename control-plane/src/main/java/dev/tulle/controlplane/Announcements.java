package dev.tulle.controlplane;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.kubernetes.Notices;
import dev.tulle.controlplane.push.PushEngine;
import dev.tulle.controlplane.push.Receipt;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.xds.Bootstrap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the stages have to say to a cluster. */
final class Announcements implements Notices {
    private final CertificateAuthority authority;
    private final PushEngine engine;

    Announcements(CertificateAuthority authority, PushEngine engine) {
        this.authority = authority;
        this.engine = engine;
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

    @Override
    public CompletableFuture<List<Receipt>> receipts(List<ConfigKey> keys) {
        return engine.receipts(keys);
    }
}
