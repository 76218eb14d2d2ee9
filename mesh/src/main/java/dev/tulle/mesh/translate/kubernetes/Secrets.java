package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.translate.strict.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads Secrets that hold certificates; others say nothing. No message holds a part of a value. Source: Kubernetes core/v1
 * Secret, type kubernetes.io/tls, and the names that Istio takes for generic ones.
 */
public final class Secrets {
    private static final String TLS_TYPE = "kubernetes.io/tls";

    private Secrets() {}

    /**
     * A Secret.
     *
     * @param pair a certificate with its key
     * @param authorities what clients are checked by, PEM
     */
    public record SecretSpec(ConfigKey source, Optional<Pair> pair, Optional<String> authorities) {
        @Override
        public String toString() {
            return source + " <redacted>";
        }
    }

    /** Certificates, the server's first, and its key; PEM. */
    public record Pair(String chain, String key) {
        @Override
        public String toString() {
            return "<redacted>";
        }
    }

    /** Reads one Secret. */
    public static SecretSpec read(ConfigObject object, Fields root) {
        root.allow("type", "data", "stringData", "immutable", "metadata", "apiVersion", "kind");
        var values = values(object, root);
        var chain = first(values, "tls.crt", "cert");
        var key = first(values, "tls.key", "key");
        var authorities = first(values, "ca.crt", "cacert");
        var isPair = TLS_TYPE.equals(type(object)) || (chain.isPresent() && key.isPresent());
        if (!isPair) {
            return new SecretSpec(
                    object.key(), Optional.empty(), authorities.filter(pem -> Pems.mistakeOfCertificates(pem)
                            .isEmpty()));
        }
        if (chain.isEmpty() || key.isEmpty()) {
            root.error("data", (chain.isEmpty() ? "tls.crt" : "tls.key") + " is missing, expected it in data");
            return new SecretSpec(object.key(), Optional.empty(), Optional.empty());
        }
        Pems.mistakeOfCertificates(chain.get()).ifPresent(mistake -> root.error("data", "tls.crt " + mistake));
        Pems.mistakeOfKey(key.get(), chain.get()).ifPresent(mistake -> root.error("data", "tls.key " + mistake));
        authorities.flatMap(Pems::mistakeOfCertificates).ifPresent(mistake -> root.error("data", "ca.crt " + mistake));
        if (values.containsKey("ca.crl")) {
            root.error("data", "ca.crl is not supported yet, expected a Secret without it");
        }
        return new SecretSpec(object.key(), Optional.of(new Pair(chain.get(), key.get())), authorities);
    }

    private static String type(ConfigObject object) {
        var field = object.root().fields().get("type");
        return field != null && field.value() instanceof Text(var type, var line) ? type : "";
    }

    private static Optional<String> first(Map<String, String> values, String... names) {
        for (var name : names) {
            var value = values.get(name);
            if (value != null && !value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Read past {@link Fields}, whose messages quote what they find. */
    private static Map<String, String> values(ConfigObject object, Fields root) {
        var values = new TreeMap<String, String>();
        texts(object, root, "data").forEach((name, text) -> {
            try {
                values.put(
                        name,
                        new String(Base64.getDecoder().decode(text.replaceAll("\\s", "")), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                root.error("data", name + " is not base64, expected it encoded, or the text in stringData");
            }
        });
        values.putAll(texts(object, root, "stringData"));
        return values;
    }

    private static Map<String, String> texts(ConfigObject object, Fields root, String name) {
        var texts = new TreeMap<String, String>();
        var field = object.root().fields().get(name);
        if (field == null || field.value() instanceof ConfigNode.Null) {
            return texts;
        }
        if (!(field.value() instanceof Mapping(var fields, var line))) {
            root.error(name, "is no object with fields, expected tls.crt and tls.key");
            return texts;
        }
        fields.forEach((key, value) -> {
            if (value.value() instanceof Text(var text, var at)) {
                texts.put(key, text);
            } else if (!(value.value() instanceof ConfigNode.Null)) {
                root.error(name, key + " is no text, expected one in quotes");
            }
        });
        return texts;
    }
}
