package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.command.ProxyConfigCommand.Section;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An Envoy's config dump, taken apart.
 *
 * @param dump of /config_dump?include_eds
 * @param clusters of /clusters?format=json
 */
record ProxyConfig(JsonNode dump, JsonNode clusters) {
    /** The resources of a section as Envoy has them, in its own field names. */
    ArrayNode json(Section section) {
        var all = JsonNodeFactory.instance.arrayNode();
        switch (section) {
            case listeners -> {
                add(all, "ListenersConfigDump", "static_listeners", "listener");
                parts("ListenersConfigDump", "dynamic_listeners")
                        .forEach(listener ->
                                all.add(listener.path("active_state").path("listener")));
            }
            case routes -> {
                add(all, "RoutesConfigDump", "static_route_configs", "route_config");
                add(all, "RoutesConfigDump", "dynamic_route_configs", "route_config");
            }
            case clusters -> {
                add(all, "ClustersConfigDump", "static_clusters", "cluster");
                add(all, "ClustersConfigDump", "dynamic_active_clusters", "cluster");
            }
            case endpoints -> {
                add(all, "EndpointsConfigDump", "static_endpoint_configs", "endpoint_config");
                add(all, "EndpointsConfigDump", "dynamic_endpoint_configs", "endpoint_config");
            }
            case secrets -> {
                add(all, "SecretsConfigDump", "static_secrets", "secret");
                add(all, "SecretsConfigDump", "dynamic_active_secrets", "secret");
            }
            case all ->
                Stream.of(Section.values()).filter(each -> each != Section.all).forEach(each -> all.addAll(json(each)));
        }
        return all;
    }

    List<Table> tables(Section section) {
        return switch (section) {
            case listeners -> List.of(listeners());
            case routes -> List.of(routes());
            case clusters -> List.of(clusterTable());
            case endpoints -> List.of(endpoints());
            case secrets -> List.of(secrets());
            case all -> List.of(listeners(), routes(), clusterTable(), endpoints(), secrets());
        };
    }

    private Table listeners() {
        var table = new Table("ADDRESS", "PORT", "LISTENER", "FILTER CHAINS");
        json(Section.listeners).forEach(listener -> {
            var socket = listener.path("address").path("socket_address");
            table.row(
                    socket.path("address").asText(),
                    socket.path("port_value").asText(),
                    listener.path("name").asText(),
                    Integer.toString(
                            listener.path("filter_chains").size() + (listener.has("default_filter_chain") ? 1 : 0)));
        });
        return table;
    }

    private Table routes() {
        var table = new Table("ROUTE CONFIGURATION", "VIRTUAL HOST", "DOMAINS", "MATCH", "TO");
        json(Section.routes)
                .forEach(configuration -> configuration.path("virtual_hosts").forEach(host -> {
                    var domains =
                            stream(host.path("domains")).map(JsonNode::asText).toList();
                    host.path("routes")
                            .forEach(route -> table.row(
                                    configuration.path("name").asText("-"),
                                    host.path("name").asText(),
                                    domains.getFirst() + (domains.size() > 1 ? " +" + (domains.size() - 1) : ""),
                                    match(route.path("match")),
                                    target(route)));
                }));
        return table;
    }

    private static String match(JsonNode match) {
        for (var path : List.of("prefix", "path", "path_separated_prefix")) {
            if (match.has(path)) {
                return match.path(path).asText() + (path.equals("prefix") ? "*" : "");
            }
        }
        return match.has("safe_regex")
                ? "~" + match.path("safe_regex").path("regex").asText()
                : "*";
    }

    private static String target(JsonNode route) {
        var action = route.path("route");
        if (action.has("cluster")) {
            return action.path("cluster").asText();
        }
        if (action.has("weighted_clusters")) {
            var targets = new ArrayList<String>();
            action.path("weighted_clusters")
                    .path("clusters")
                    .forEach(cluster -> targets.add(cluster.path("name").asText() + "="
                            + cluster.path("weight").asText("0")));
            return String.join(" ", targets);
        }
        if (route.has("redirect")) {
            return "redirect";
        }
        return route.has("direct_response")
                ? "answers " + route.path("direct_response").path("status").asText()
                : "-";
    }

    private Table clusterTable() {
        var table = new Table("CLUSTER", "TYPE", "LOAD BALANCING");
        json(Section.clusters)
                .forEach(cluster -> table.row(
                        cluster.path("name").asText(),
                        cluster.path("type").asText("STATIC"),
                        cluster.path("lb_policy").asText("ROUND_ROBIN")));
        return table;
    }

    private Table endpoints() {
        var table = new Table("ENDPOINT", "HEALTH", "OUTLIER", "CLUSTER");
        clusters.path("cluster_statuses")
                .forEach(cluster -> cluster.path("host_statuses").forEach(host -> {
                    var socket = host.path("address").path("socket_address");
                    var health = host.path("health_status");
                    table.row(
                            socket.path("address").asText() + ":"
                                    + socket.path("port_value").asText(),
                            health.path("eds_health_status").asText("UNKNOWN"),
                            health.path("failed_outlier_check").asBoolean() ? "EJECTED" : "OK",
                            cluster.path("name").asText());
                }));
        return table;
    }

    private Table secrets() {
        var table = new Table("SECRET", "TYPE", "VALID UNTIL", "SUBJECT");
        json(Section.secrets).forEach(secret -> {
            var chain = secret.path("tls_certificate").path("certificate_chain").path("inline_bytes");
            var root = secret.path("validation_context").path("trusted_ca").path("inline_bytes");
            var certificate = certificate(chain.isMissingNode() ? root : chain);
            table.row(
                    secret.path("name").asText(),
                    chain.isMissingNode() ? "trusted CA" : "certificate",
                    certificate.stream()
                            .map(x509 -> x509.getNotAfter().toInstant().toString())
                            .findFirst()
                            .orElse("-"),
                    certificate.stream().map(ProxyConfig::subject).findFirst().orElse("-"));
        });
        return table;
    }

    private static List<X509Certificate> certificate(JsonNode inline) {
        try {
            var bytes = Base64.getDecoder().decode(inline.asText());
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** Its SPIFFE ID where it has one. */
    private static String subject(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames() == null
                    ? certificate.getSubjectX500Principal().getName()
                    : certificate.getSubjectAlternativeNames().stream()
                            .map(name -> String.valueOf(name.getLast()))
                            .findFirst()
                            .orElse("");
        } catch (CertificateException e) {
            return certificate.getSubjectX500Principal().getName();
        }
    }

    private void add(ArrayNode all, String section, String list, String field) {
        parts(section, list).forEach(part -> all.add(part.path(field)));
    }

    private Stream<JsonNode> parts(String section, String list) {
        return stream(dump.path("configs"))
                .filter(config -> config.path("@type").asText().endsWith("." + section))
                .flatMap(config -> stream(config.path(list)));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
