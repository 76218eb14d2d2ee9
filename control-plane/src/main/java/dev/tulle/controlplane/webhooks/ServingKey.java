package dev.tulle.controlplane.webhooks;

import dev.tulle.controlplane.identity.CertificateAuthority;
import dev.tulle.controlplane.identity.ServerCertificate;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate, asked for at each TLS handshake: one that has used up two fifths of its life, or that another
 * authority signed, is replaced there and then. So no timer can be late, and nothing is restarted.
 *
 * <p>Thread: any.
 */
final class ServingKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "webhooks";

    private final Supplier<CertificateAuthority> authority;
    private final String dnsName;
    private final Duration life;
    private final InstantSource clock;
    private Optional<Served> served = Optional.empty();

    private record Served(CertificateAuthority by, ServerCertificate certificate, Instant replaceAt) {}

    /** @param life of a certificate; positive */
    ServingKey(Supplier<CertificateAuthority> authority, String dnsName, Duration life, InstantSource clock) {
        this.authority = authority;
        this.dnsName = dnsName;
        this.life = life;
        this.clock = clock;
    }

    private synchronized ServerCertificate current() {
        var now = clock.instant();
        var signer = authority.get();
        var usable = served.filter(one -> one.by().equals(signer) && now.isBefore(one.replaceAt()));
        if (usable.isEmpty()) {
            usable = Optional.of(new Served(
                    signer,
                    signer.serve(dnsName, now, life),
                    now.plus(life.multipliedBy(2).dividedBy(5))));
            served = usable;
        }
        return usable.get().certificate();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return current().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return current().key();
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return ALIAS;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
