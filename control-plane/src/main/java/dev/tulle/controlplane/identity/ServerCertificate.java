package dev.tulle.controlplane.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server of the control plane shows.
 *
 * @param chain its own certificate first, then those above it but for the root
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    public ServerCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain must hold at least the server's own certificate");
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + chain.getFirst().getSerialNumber() + ", key=<redacted>]";
    }
}
