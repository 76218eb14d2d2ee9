package dev.tulle.mesh.translate.kubernetes;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks whether Envoy could use a certificate and its key: it refuses them otherwise, or waits for ever. What it says never holds
 * a part of them. Source: RFC 7468.
 */
final class Pems {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final int LEAST_RSA_BITS = 2048;
    /** RFC 5208: what stands before an RSA key of PKCS#1 to make it one of PKCS#8, lengths aside. */
    private static final byte[] RSA_ALGORITHM = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private Pems() {}

    /** What stands between a BEGIN and its END, in base64. */
    private record Block(String label, String base64) {
        byte[] content() {
            return Base64.getMimeDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return label + " <redacted>";
        }
    }

    /** What is wrong with a list of certificates; empty: nothing. */
    static Optional<String> mistakeOfCertificates(String pem) {
        return certificates(pem).isEmpty()
                ? Optional.of("holds no certificate that can be read, expected PEM with BEGIN CERTIFICATE")
                : Optional.empty();
    }

    /** What is wrong with a private key, or between it and the first certificate; empty: nothing. */
    static Optional<String> mistakeOfKey(String pem, String chain) {
        var blocks = blocks(pem);
        if (blocks.stream().anyMatch(block -> block.label().startsWith("ENCRYPTED"))
                || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            return Optional.of("is encrypted, expected a private key without a passphrase");
        }
        var keys = blocks.stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            return Optional.of("holds " + keys.size() + " private keys, expected one in PEM");
        }
        var certificates = certificates(chain);
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        var known = certificates.getFirst().getPublicKey();
        if (known instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            return Optional.of("is an RSA key of " + rsa.getModulus().bitLength() + " bits, expected at least "
                    + LEAST_RSA_BITS + ": Envoy refuses shorter ones");
        }
        return mistakeOfPair(keys.getFirst(), known);
    }

    private static Optional<String> mistakeOfPair(Block key, PublicKey known) {
        if (key.label().equals("EC PRIVATE KEY")) {
            // SEC1: the JDK does not read it; Envoy does.
            return known.getAlgorithm().equals("EC") ? Optional.empty() : notTheKey();
        }
        try {
            var pkcs8 = key.label().equals("RSA PRIVATE KEY") ? pkcs8(key.content()) : key.content();
            var factory = KeyFactory.getInstance(known.getAlgorithm());
            return matches(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)), known)
                    ? Optional.empty()
                    : notTheKey();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return notTheKey();
        }
    }

    private static Optional<String> notTheKey() {
        return Optional.of("is not the key of the first certificate, expected the pair");
    }

    private static boolean matches(PrivateKey key, PublicKey known) throws GeneralSecurityException {
        var algorithm =
                switch (known.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> known.getAlgorithm();
                };
        var probe = "tulle".getBytes(StandardCharsets.US_ASCII);
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        var signature = signing.sign();
        var verifying = Signature.getInstance(algorithm);
        verifying.initVerify(known);
        verifying.update(probe);
        return verifying.verify(signature);
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        var octets = tagged(0x04, pkcs1);
        var inner = new byte[RSA_ALGORITHM.length + octets.length];
        System.arraycopy(RSA_ALGORITHM, 0, inner, 0, RSA_ALGORITHM.length);
        System.arraycopy(octets, 0, inner, RSA_ALGORITHM.length, octets.length);
        return tagged(0x30, inner);
    }

    /** DER with a length of two bytes, which every RSA key of use has. */
    private static byte[] tagged(int tag, byte[] content) {
        var tagged = new byte[content.length + 4];
        tagged[0] = (byte) tag;
        tagged[1] = (byte) 0x82;
        tagged[2] = (byte) (content.length >> 8);
        tagged[3] = (byte) content.length;
        System.arraycopy(content, 0, tagged, 4, content.length);
        return tagged;
    }

    /** Empty when one of them cannot be read. */
    static List<X509Certificate> certificates(String pem) {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks(pem)) {
            if (!block.label().equals(CERTIFICATE)) {
                continue;
            }
            try {
                var factory = CertificateFactory.getInstance("X.509");
                if (factory.generateCertificate(new ByteArrayInputStream(block.content()))
                        instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            } catch (CertificateException | IllegalArgumentException e) {
                return List.of();
            }
        }
        return certificates;
    }

    private static List<Block> blocks(String pem) {
        var blocks = new ArrayList<Block>();
        var matcher = BLOCK.matcher(pem);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }
}
