package dev.tulle.controlplane.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A CA as PEM, as Secrets hold it.
 *
 * @param certificate that signs
 * @param key its private key: PKCS#8, PKCS#1 or SEC 1; EC or RSA
 * @param chain certificates above the one that signs; those that sign themselves, and that one, may be among them
 * @param roots that proxies trust; empty: the certificate that signs
 */
public record AuthorityText(String certificate, String key, String chain, String roots) {
    /** A new self-signed root. */
    public static AuthorityText create(Instant now) {
        var authority = CertificateAuthority.create(now);
        return new AuthorityText(
                authority.rootPem(), Pem.privateKey(authority.key().getEncoded()), "", authority.rootPem());
    }

    /**
     * The CA, if all of it fits together.
     *
     * @param place where it was found, for the message of {@link BrokenAuthority}
     */
    public CertificateAuthority open(String place, Instant now) {
        try {
            var signing = Pem.readCertificate(certificate);
            if (!KeySigner.fit(readKey(), signing.getPublicKey())) {
                throw new BrokenAuthority("the key in " + place + " is not that of its certificate");
            }
            if (signing.getBasicConstraints() < 0) {
                throw new BrokenAuthority("the certificate in " + place + " is not a CA's");
            }
            if (signing.getNotAfter().toInstant().isBefore(now)) {
                throw new BrokenAuthority("the certificate in " + place + " expired at "
                        + signing.getNotAfter().toInstant());
            }
            var above = above(signing);
            var trusted = roots.isBlank() ? List.of(signing) : Pem.readCertificates(roots);
            if (!reachesARoot(signing, above, trusted)) {
                throw new BrokenAuthority(
                        "no root in " + place + " has signed its certificate, expected the whole chain");
            }
            return new CertificateAuthority(signing, readKey(), above, trusted);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenAuthority(place + " is not a CA in PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey readKey() throws GeneralSecurityException {
        return PrivateKeys.read(key);
    }

    /** Sent with every certificate: the one that signs and those above it, but for a root. */
    private List<X509Certificate> above(X509Certificate signing) throws GeneralSecurityException {
        var above = new ArrayList<X509Certificate>();
        if (!isRoot(signing)) {
            above.add(signing);
        }
        for (var certificateAbove : Pem.readCertificates(chain)) {
            if (!certificateAbove.equals(signing) && !isRoot(certificateAbove)) {
                above.add(certificateAbove);
            }
        }
        return above;
    }

    private static boolean isRoot(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static boolean reachesARoot(
            X509Certificate signing, List<X509Certificate> above, List<X509Certificate> roots) {
        var last = above.isEmpty() ? signing : above.getLast();
        return roots.stream().anyMatch(root -> root.equals(last) || hasSigned(root, last));
    }

    private static boolean hasSigned(X509Certificate root, X509Certificate certificate) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "AuthorityText[<redacted>]";
    }
}
