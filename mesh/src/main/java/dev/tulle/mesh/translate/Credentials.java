package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.Credential;
import dev.tulle.mesh.model.EdgeTls;
import dev.tulle.mesh.model.EdgeTls.ClientCertificates;
import dev.tulle.mesh.translate.istio.Gateways.GatewaySpec;
import dev.tulle.mesh.translate.istio.ServerTls;
import dev.tulle.mesh.translate.kubernetes.Secrets.SecretSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the Secrets that Gateways name, in the namespaces of the pods that serve them. Without a good one the hosts of that
 * server are not served, and nobody else notices.
 */
final class Credentials {
    private static final String CA_SUFFIX = "-cacert";
    private static final String NOT_SERVED = "its hosts are not served with TLS";

    private final Map<String, SecretSpec> secrets = new HashMap<>();
    private final Map<ConfigKey, SortedSet<String>> namespaces;
    private final LinkProblems problems;

    /** @param namespaces of the pods that each Gateway selects */
    Credentials(Collection<SecretSpec> secrets, Map<ConfigKey, SortedSet<String>> namespaces, LinkProblems problems) {
        secrets.forEach(secret -> this.secrets.put(
                secret.source().namespace() + "/" + secret.source().name(), secret));
        this.namespaces = namespaces;
        this.problems = problems;
    }

    /** In which namespaces each Gateway has pods. */
    static Map<ConfigKey, SortedSet<String>> namespaces(Collection<GatewaySpec> gateways, Instances instances) {
        var namespaces = new HashMap<ConfigKey, SortedSet<String>>();
        for (var gateway : gateways) {
            if (gateway.servers().stream().noneMatch(server -> server.tls().isPresent())) {
                continue;
            }
            var found = new TreeSet<String>();
            instances.pods().stream()
                    .filter(pod -> pod.labels()
                            .entrySet()
                            .containsAll(gateway.selector().entrySet()))
                    .forEach(pod -> found.add(pod.key().namespace()));
            namespaces.put(gateway.source(), found);
        }
        return namespaces;
    }

    EdgeTls resolve(GatewaySpec gateway, ServerTls tls) {
        var found = new TreeMap<String, Credential>();
        for (var namespace : namespaces.getOrDefault(gateway.source(), new TreeSet<>())) {
            credential(gateway, tls, namespace).ifPresent(credential -> found.put(namespace, credential));
        }
        return new EdgeTls(
                tls.clients(), tls.credentialName(), found, tls.minimum(), tls.maximum(), tls.cipherSuites());
    }

    private Optional<Credential> credential(GatewaySpec gateway, ServerTls tls, String namespace) {
        var secret = Optional.ofNullable(secrets.get(namespace + "/" + tls.credentialName()));
        var pair = secret.flatMap(SecretSpec::pair);
        if (secret.isEmpty() || pair.isEmpty()) {
            report(
                    gateway,
                    tls,
                    secret.isEmpty()
                            ? "no good Secret " + namespace + "/" + tls.credentialName() + " exists"
                                    + elsewhere(tls.credentialName())
                            : "Secret " + namespace + "/" + tls.credentialName() + " has no tls.crt and tls.key");
            return Optional.empty();
        }
        var separate = Optional.ofNullable(secrets.get(namespace + "/" + tls.credentialName() + CA_SUFFIX));
        var authorities =
                separate.flatMap(SecretSpec::authorities).or(() -> secret.get().authorities());
        if (tls.clients() != ClientCertificates.NONE && authorities.isEmpty()) {
            report(
                    gateway,
                    tls,
                    "clients' certificates cannot be checked, expected ca.crt in Secret " + namespace + "/"
                            + tls.credentialName() + " or " + tls.credentialName() + CA_SUFFIX);
            return Optional.empty();
        }
        var checking = authorities.filter(pem -> tls.clients() != ClientCertificates.NONE);
        var sources = new TreeSet<ConfigKey>();
        sources.add(secret.get().source());
        separate.filter(ignored -> checking.isPresent()).ifPresent(other -> sources.add(other.source()));
        return Optional.of(new Credential(pair.get().chain(), pair.get().key(), checking, List.copyOf(sources)));
    }

    private String elsewhere(String name) {
        var others = secrets.values().stream()
                .filter(secret -> secret.source().name().equals(name))
                .map(secret -> secret.source().namespace())
                .sorted()
                .toList();
        return others.isEmpty()
                ? ", expected one of type kubernetes.io/tls beside the gateway's pods"
                : "; one of that name stands in namespace " + String.join(" and ", others)
                        + ", expected it beside the gateway's pods";
    }

    private void report(GatewaySpec gateway, ServerTls tls, String message) {
        problems.warning(gateway.source(), "IST0101", tls.credentialSpot(), message, NOT_SERVED);
    }
}
