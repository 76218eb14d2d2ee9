package dev.tulle.controlplane.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The CA on disk: {@code root-cert.pem} for everybody, {@code root-key.pem} for its owner alone. Made at the first start and
 * used again ever after, so that a restart breaks no certificate.
 *
 * <p>A file {@code rotate} beside them asks for a new root. Until it has taken the place of the old one it lies in {@code
 * next-cert.pem} and {@code next-key.pem}, and {@code rotation} says which step is on. Afterwards {@code root-cert.pem} holds the
 * old certificate behind the new one, and {@code cross-cert.pem} the new one as the old one signed it: for proxies that were
 * started with the old one, which they trust as long as they run. Decision 0012.
 */
public final class AuthorityFiles implements RootRotation {
    private static final String FINISHING = "FINISHING";

    private final Path certificateFile;
    private final Path keyFile;
    private final Path nextCertificateFile;
    private final Path nextKeyFile;
    private final Path crossFile;
    private final Path stageFile;
    private final Path requestFile;

    /** @param directory made when it is missing */
    public AuthorityFiles(Path directory) {
        this.certificateFile = directory.resolve("root-cert.pem");
        this.keyFile = directory.resolve("root-key.pem");
        this.nextCertificateFile = directory.resolve("next-cert.pem");
        this.nextKeyFile = directory.resolve("next-key.pem");
        this.crossFile = directory.resolve("cross-cert.pem");
        this.stageFile = directory.resolve("rotation");
        this.requestFile = directory.resolve("rotate");
    }

    /** The CA of that directory, a new one when there is none; {@link BrokenAuthority} when there is half of one. */
    public CertificateAuthority open(Instant now) {
        var hasCertificate = Files.exists(certificateFile);
        var hasKey = Files.exists(keyFile);
        if (hasCertificate && hasKey) {
            if (written().equals(FINISHING)) {
                finish(now);
            }
            return current(now);
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

    @Override
    public Stage stage() {
        return switch (written()) {
            case "TRUSTING" -> Stage.TRUSTING;
            case "SIGNING" -> Stage.SIGNING;
            default -> Stage.SETTLED;
        };
    }

    @Override
    public Optional<CertificateAuthority> poll(Instant now) {
        if (!Files.exists(requestFile)) {
            return Optional.empty();
        }
        try {
            var old = read(certificateFile, keyFile, now);
            var next = CertificateAuthority.create(now);
            writeAtomically(nextKeyFile, Pem.privateKey(next.key().getEncoded()), "rw-------");
            writeAtomically(nextCertificateFile, next.rootPem(), "rw-r--r--");
            writeAtomically(crossFile, Pem.certificate(encoded(old.crossSign(next))), "rw-r--r--");
            writeAtomically(stageFile, Stage.TRUSTING.name() + "\n", "rw-r--r--");
            Files.deleteIfExists(requestFile);
            return Optional.of(current(now));
        } catch (IOException e) {
            throw new UncheckedIOException("a new root could not be written beside " + certificateFile, e);
        }
    }

    @Override
    public CertificateAuthority advance(Instant now) {
        try {
            switch (stage()) {
                case SETTLED -> throw new IllegalStateException("nothing is on its way");
                case TRUSTING -> writeAtomically(stageFile, Stage.SIGNING.name() + "\n", "rw-r--r--");
                case SIGNING -> {
                    writeAtomically(stageFile, FINISHING + "\n", "rw-r--r--");
                    finish(now);
                }
            }
            return current(now);
        } catch (IOException e) {
            throw new UncheckedIOException("the step of a new root could not be written to " + stageFile, e);
        }
    }

    /** Each step may be taken twice: the control plane may end between two of them. */
    private void finish(Instant now) {
        try {
            if (Files.exists(nextCertificateFile) && Files.exists(nextKeyFile)) {
                var next = read(nextCertificateFile, nextKeyFile, now);
                var old = Pem.readCertificates(Files.readString(certificateFile)).stream()
                        .filter(certificate -> !certificate.equals(next.root()))
                        .findFirst();
                var both = next.rootPem()
                        + old.map(certificate -> Pem.certificate(encoded(certificate)))
                                .orElse("");
                writeAtomically(keyFile, Files.readString(nextKeyFile), "rw-------");
                writeAtomically(certificateFile, both, "rw-r--r--");
            }
            Files.deleteIfExists(stageFile);
            Files.deleteIfExists(nextKeyFile);
            Files.deleteIfExists(nextCertificateFile);
        } catch (IOException e) {
            throw new UncheckedIOException("the new root could not be written to " + certificateFile, e);
        } catch (GeneralSecurityException e) {
            throw new BrokenAuthority(certificateFile + " is not a certificate in PEM: " + e.getMessage(), e);
        }
    }

    private CertificateAuthority current(Instant now) {
        return switch (stage()) {
            case SETTLED -> {
                var authority = read(certificateFile, keyFile, now);
                yield authority.withAbove(cross(authority));
            }
            case TRUSTING -> {
                var next = read(nextCertificateFile, nextKeyFile, now);
                var old = read(certificateFile, keyFile, now);
                yield old.trusting(List.of(old.root(), next.root()));
            }
            case SIGNING -> {
                var next = read(nextCertificateFile, nextKeyFile, now);
                var old = read(certificateFile, keyFile, now);
                yield next.trusting(List.of(next.root(), old.root())).withAbove(cross(next));
            }
        };
    }

    /** The certificate of that CA as a former root signed it, if there was one. */
    private List<X509Certificate> cross(CertificateAuthority authority) {
        if (!Files.exists(crossFile)) {
            return List.of();
        }
        try {
            return Pem.readCertificates(Files.readString(crossFile)).stream()
                    .filter(cross ->
                            cross.getPublicKey().equals(authority.root().getPublicKey()))
                    .toList();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenAuthority(crossFile + " is not a certificate in PEM. Delete it to go on without", e);
        }
    }

    private String written() {
        try {
            return Files.exists(stageFile) ? Files.readString(stageFile).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(stageFile + " could not be read", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours does not encode", e);
        }
    }

    private static CertificateAuthority read(Path certificateFile, Path keyFile, Instant now) {
        var certificate = readCertificate(certificateFile, keyFile);
        var key = readKey(certificateFile, keyFile);
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

    /** The first: those behind it are former ones. */
    private static X509Certificate readCertificate(Path certificateFile, Path keyFile) {
        try {
            var certificates = Pem.readCertificates(Files.readString(certificateFile));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("expected a CERTIFICATE in PEM, found none");
            }
            return certificates.getFirst();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokenAuthority(
                    certificateFile + " is not a certificate in PEM: " + e.getMessage()
                            + ". Restore it, or delete it and " + keyFile + " to start with a new CA",
                    e);
        }
    }

    private static PrivateKey readKey(Path certificateFile, Path keyFile) {
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
