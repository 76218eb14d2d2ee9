package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.model.EdgeTls.TlsVersion;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a server ends TLS. Source: Gateway servers[].tls.
 *
 * @param credentialName the Secret
 * @param cipherSuites in the order written
 */
public record ServerTls(
        ClientCertificates clients,
        String credentialName,
        Spot credentialSpot,
        Optional<TlsVersion> minimum,
        Optional<TlsVersion> maximum,
        List<String> cipherSuites) {
    private static final Map<String, ClientCertificates> MODES = Map.of(
            "SIMPLE", ClientCertificates.NONE,
            "MUTUAL", ClientCertificates.REQUIRED,
            "OPTIONAL_MUTUAL", ClientCertificates.OPTIONAL);
    private static final List<String> VERSIONS = List.of("TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3");
    /** What BoringSSL knows below TLS 1.3, whose suites cannot be chosen. Source: Envoy's TlsParameters.cipher_suites. */
    private static final List<String> CIPHER_SUITES = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "AES128-GCM-SHA256",
            "AES256-GCM-SHA384",
            "AES128-SHA",
            "AES256-SHA");

    public ServerTls {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** Reads one; empty where something is missing, which is said. */
    static Optional<ServerTls> read(Fields tls) {
        tls.unsupported("serverCertificate", "privateKey", "caCertificates", "credentialNames", "caCrl");
        tls.unsupported("caCertCredentialName", "tlsCertificates", "subjectAltNames", "verifyCertificateSpki");
        tls.unsupported("verifyCertificateHash", "ecdhCurves", "insecureSkipVerify");
        tls.require("mode");
        var mode = mode(tls);
        var name = tls.requiredText("credentialName");
        if (name.contains("/")) {
            tls.error(
                    "credentialName",
                    "\"" + name
                            + "\" names a namespace, expected a name alone: the Secret stands beside the gateway's pods");
        }
        var suites = tls.texts("cipherSuites");
        for (var suite : suites) {
            if (!CIPHER_SUITES.contains(suite)) {
                tls.error(
                        "cipherSuites",
                        "\"" + suite + "\" is not supported, expected some of " + String.join(", ", CIPHER_SUITES));
            }
        }
        var minimum = version(tls, "minProtocolVersion");
        var maximum = version(tls, "maxProtocolVersion");
        if (minimum.isPresent() && maximum.isPresent() && minimum.get().compareTo(maximum.get()) > 0) {
            tls.error("maxProtocolVersion", "is below minProtocolVersion, expected at least " + minimum.get());
        }
        if (mode.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ServerTls(mode.get(), name, tls.spot("credentialName"), minimum, maximum, suites));
    }

    private static Optional<ClientCertificates> mode(Fields tls) {
        var written = tls.text("mode");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        var expected = "expected SIMPLE, MUTUAL or OPTIONAL_MUTUAL";
        switch (written.get()) {
            case "PASSTHROUGH", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL" ->
                tls.error("mode", written.get() + " is not supported yet, " + expected);
            case String other
            when !MODES.containsKey(other) -> tls.error("mode", "\"" + other + "\" is no mode, " + expected);
            case String known -> {
                return Optional.ofNullable(MODES.get(known));
            }
        }
        return Optional.empty();
    }

    private static Optional<TlsVersion> version(Fields tls, String field) {
        return tls.choice(field, VERSIONS)
                .filter(written -> !written.equals("TLS_AUTO"))
                .map(TlsVersion::valueOf);
    }
}
