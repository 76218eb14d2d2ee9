package dev.tulle.controlplane.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;

/**
 * The CA on disk: {@code root-cert.pem} for everybody, {@code root-key.pem} for its owner alone. Made at the first start and
 * used again ever after, so that a restart breaks no certificate.
 */
public final class AuthorityFiles {
    private final Path certificateFile;
    private final Path keyFile;

    /** @param directory made when it is missing */
    public AuthorityFiles(Path directory) {
        this.certificateFile = directory.resolve("root-cert.pem");
        this.keyFile = directory.resolve("root-key.pem");
    }

    /** The CA of that directory, a new one when there is none; {@link BrokenAuthority} when there is half of one. */
    public CertificateAuthority open(Instant now) {
        var hasCertificate = Files.exists(certificateFile);
        var hasKey = Files.exists(keyFile);
        if (hasCertificate && hasKey) {
            return read(now);
        }
        if (hasCertificate || hasKey) {
            throw new BrokenAuthority("the CA is incomplete: " + (hasKey ? certificateFile : keyFile)
                    + " is missing. Restore it, or delete " + (hasKey ? keyFile : certificateFile)
                    + " to start with a new CA");
        }
        var authority = CertificateAuthority.create(now);
        write(authority);
        return authority;
    }

    private CertificateAuthority read(Instant now) {
        var certificate = readCertificate();
        var key = readKey();
        if (!KeySigner.fit(key, certificate.getPublicKey())) {
            throw new BrokenAuthority(keyFile + " is not the key of " + certificateFile
                    + ". Restore the pair, or delete both to start with a new CA");
        }
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            throw new BrokenAuthority(certificateFile + " expired at "
                    + certificate.getNotAfter().toInstant() + ". Delete it and " + keyFile + " to start with a new CA");
        }
        return new CertificateAuthority(certificate, key);
    }

    private X509Certificate readCertificate() {
        try {
            var der = Pem.certificate(Files.readString(certificateFile));
            var factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
                return certificate;
            }
            throw new BrokenAuthority(certificateFile + " is not an X.509 certificate");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenAuthority(
                    certificateFile + " is not a certificate in PEM: " + e.getMessage()
                            + ". Restore it, or delete it and " + keyFile + " to start with a new CA",
                    e);
        }
    }

    private PrivateKey readKey() {
        try {
            var pkcs8 = Pem.privateKey(Files.readString(keyFile));
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenAuthority(
                    keyFile + " is not an EC private key in PEM (PKCS#8). Restore it, or delete it and "
                            + certificateFile + " to start with a new CA",
                    e);
        }
    }

    private void write(CertificateAuthority authority) {
        try {
            var directory = certificateFile.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            writeAtomically(keyFile, Pem.privateKey(authority.key().getEncoded()), "rw-------");
            writeAtomically(certificateFile, authority.rootPem(), "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException("the CA could not be written to " + certificateFile.getParent(), e);
        }
    }

    private static void writeAtomically(Path file, String text, String permissions) throws IOException {
        var attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary =
                Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), "", attribute);
        Files.writeString(temporary, text);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
