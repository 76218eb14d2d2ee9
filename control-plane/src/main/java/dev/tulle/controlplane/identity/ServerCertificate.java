package dev.tulle.controlplane.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** What the control plane's own server shows. */
public record ServerCertificate(X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
        return "ServerCertificate[" + certificate.getSerialNumber() + ", key=<redacted>]";
    }
}
