package dev.tulle.mesh.xds;

import dev.tulle.mesh.xds.Bootstrap.HostPort;
import dev.tulle.mesh.xds.wire.JsonText;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pieces of a bootstrap that occur more than once, JSON. */
final class BootstrapParts {
    private static final String BY_ADDRESS = "\"type\": \"STATIC\"";
    /** A name that does not resolve yet is asked for again soon: by default that takes 5 s. */
    private static final String BY_NAME = """
        "cluster_type": {
          "name": "envoy.clusters.dns",
          "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.clusters.dns.v3.DnsCluster",
            "dns_failure_refresh_rate": {"base_interval": "0.2s", "max_interval": "2s"}
          }
        }""";

    private BootstrapParts() {}

    static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> JsonText.quote(field.getKey()) + ": " + JsonText.quote(field.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static String socket(String address, int port) {
        return "{\"socket_address\": {\"address\": %s, \"port_value\": %d}}".formatted(JsonText.quote(address), port);
    }

    /** gRPC with keep-alive, so that a control plane that vanished without a word is noticed. */
    static String http2(String filters, String transportSocket) {
        return """
            ,
              "typed_extension_protocol_options": {
                "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
                  "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
                  "explicit_http_config": {
                    "http2_protocol_options": {"connection_keepalive": {"interval": "30s", "timeout": "5s"}}
                  }%s
                }
              }%s""".formatted(filters, transportSocket);
    }

    /** Envoy itself presents the token on the stream: no agent stands beside it. */
    static String tokenFilter(String tokenSecret) {
        return """
            ,
                  "http_filters": [{
                    "name": "envoy.filters.http.credential_injector",
                    "typed_config": {
                      "@type": "type.googleapis.com/envoy.extensions.filters.http.credential_injector.v3.CredentialInjector",
                      "overwrite": true,
                      "credential": {
                        "name": "envoy.http.injected_credentials.generic",
                        "typed_config": {
                          "@type": "type.googleapis.com/envoy.extensions.http.injected_credentials.generic.v3.Generic",
                          "header": "authorization",
                          "header_value_prefix": "Bearer ",
                          "credential": {"name": %s, "sds_config": {"path_config_source": {"path": %s}}}
                        }
                      }
                    }
                  }, {
                    "name": "envoy.filters.http.upstream_codec",
                    "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"}
                  }]""".formatted(JsonText.quote(Bootstrap.TOKEN_SECRET), JsonText.quote(tokenSecret));
    }

    static String tls(String rootCertificate) {
        return """
            ,
              "transport_socket": {
                "name": "envoy.transport_sockets.tls",
                "typed_config": {
                  "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
                  "sni": %s,
                  "common_tls_context": {
                    "alpn_protocols": ["h2"],
                    "validation_context": {
                      "trusted_ca": {"filename": %s},
                      "match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": %s}}]
                    }
                  }
                }
              }""".formatted(
                        JsonText.quote(Bootstrap.CONTROL_PLANE_NAME),
                        JsonText.quote(rootCertificate),
                        JsonText.quote(Bootstrap.CONTROL_PLANE_NAME));
    }

    static String cluster(String name, Optional<HostPort> address, String more) {
        var type = address.filter(known -> !isIpAddress(known.host())).isPresent() ? BY_NAME : BY_ADDRESS;
        var endpoints = address.map(known -> "{\"lb_endpoints\": [{\"endpoint\": {\"address\": "
                        + socket(known.host(), known.port()) + "}}]}")
                .orElse("");
        return """
            {"name": %s, %s, "connect_timeout": "1s", "load_assignment": {
              "cluster_name": %s, "endpoints": [%s]
            }%s}""".formatted(JsonText.quote(name), type, JsonText.quote(name), endpoints, more);
    }

    private static boolean isIpAddress(String host) {
        return host.indexOf(':') >= 0 || host.startsWith("$(") || host.matches("[0-9.]+");
    }
}
