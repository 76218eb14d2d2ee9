package dev.tulle.controlplane.identity;

import java.nio.charset.StandardCharsets;
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

    private static byte[] only(String label, String text) {
        var found = new ArrayList<byte[]>(List.of());
        var begin = "-----BEGIN " + label + "-----";
        var end = "-----END " + label + "-----";
        for (var at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
            var until = text.indexOf(end, at);
            if (until < 0) {
                throw new IllegalArgumentException("a " + label + " begins and does not end");
            }
            found.add(Base64.getMimeDecoder().decode(text.substring(at + begin.length(), until)));
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("expected one " + label + " in PEM, found " + found.size());
        }
        return found.getFirst();
    }
}
