package dev.tulle.controlplane.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The text form of keys and certificates. Source: RFC 7468. */
final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String certificate(byte[] der) {
        return encode(CERTIFICATE, der);
    }

    static String privateKey(byte[] pkcs8) {
        return encode(PRIVATE_KEY, pkcs8);
    }

    /** The one certificate of that text; IllegalArgumentException says what is there instead. */
    static byte[] certificate(String text) {
        return only(CERTIFICATE, text);
    }

    /** The one private key, PKCS#8. */
    static byte[] privateKey(String text) {
        return only(PRIVATE_KEY, text);
    }

    /** The one public key, SubjectPublicKeyInfo. */
    static byte[] publicKey(String text) {
        return only(PUBLIC_KEY, text);
    }

    private static String encode(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The first certificate of a text, or the one; IllegalArgumentException when there is none. */
    static X509Certificate readCertificate(String text) throws GeneralSecurityException {
        return readCertificates(text).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a CERTIFICATE in PEM, found none"));
    }

    /** All certificates of a text, in its order. */
    static List<X509Certificate> readCertificates(String text) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var certificates = new ArrayList<X509Certificate>();
        for (var der : all(CERTIFICATE, text)) {
            if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
        return certificates;
    }

    /** The one block of that label; IllegalArgumentException says how many there are. */
    static byte[] only(String label, String text) {
        var found = all(label, text);
        if (found.size() != 1) {
            throw new IllegalArgumentException("expected one " + label + " in PEM, found " + found.size());
        }
        return found.getFirst();
    }

    private static List<byte[]> all(String label, String text) {
        var found = new ArrayList<byte[]>();
        var begin = "-----BEGIN " + label + "-----";
        var end = "-----END " + label + "-----";
        for (var at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
            var until = text.indexOf(end, at);
            if (until < 0) {
                throw new IllegalArgumentException("a " + label + " begins and does not end");
            }
            found.add(Base64.getMimeDecoder().decode(text.substring(at + begin.length(), until)));
        }
        return found;
    }
}
