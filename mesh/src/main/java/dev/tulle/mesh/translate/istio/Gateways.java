package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.HostMatch;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads Gateways. Source: Istio networking Gateway. */
public final class Gateways {
    private static final String ANY_NAMESPACE = "*";

    private Gateways() {}

    /** A Gateway. */
    public record GatewaySpec(ConfigKey source, Spot selectorSpot, Map<String, String> selector, List<Server> servers) {
        public GatewaySpec {
            selector = Map.copyOf(selector);
            servers = List.copyOf(servers);
        }
    }

    /** One of its ports. */
    public record Server(
            String name,
            int port,
            Protocol protocol,
            Optional<ServerTls> tls,
            PlainText plainText,
            List<ServerHost> hosts,
            Spot spot) {
        public Server {
            hosts = List.copyOf(hosts);
        }
    }

    /** What a request in plain text gets. Source: tls.httpsRedirect. */
    public enum PlainText {
        SERVED,
        REDIRECTED
    }

    /**
     * Who is served there.
     *
     * @param namespace of the VirtualServices that may say so, or {@code *}
     */
    public record ServerHost(String namespace, HostMatch host) {
        /** Whether a VirtualService of that namespace may bind to it. */
        public boolean admits(String virtualServiceNamespace) {
            return namespace.equals(ANY_NAMESPACE) || namespace.equals(virtualServiceNamespace);
        }
    }

    /** Reads one Gateway. */
    public static GatewaySpec read(ConfigObject object, Fields root) {
        var servers = new ArrayList<Server>();
        Map<String, String> selector = new TreeMap<>();
        root.require("spec");
        var found = root.mapping("spec");
        if (found.isPresent()) {
            var spec = found.get();
            selector = spec.textMap("selector");
            if (selector.isEmpty()) {
                spec.error(
                        "selector",
                        "is empty, expected the labels of the gateway's pods, such as istio: ingressgateway");
            }
            spec.requireItems("servers");
            var names = new HashSet<String>();
            for (var fields : spec.mappings("servers")) {
                var server = server(object, fields);
                server.ifPresent(servers::add);
                fields.text("name")
                        .filter(name -> !names.add(name))
                        .ifPresent(name -> fields.error(
                                "name", "\"" + name + "\" stands twice, expected each server's name once"));
            }
        }
        var spot = found.map(spec -> spec.spot("selector")).orElseGet(root::spot);
        return new GatewaySpec(object.key(), spot, selector, servers);
    }

    private static Optional<Server> server(ConfigObject object, Fields fields) {
        fields.unsupported("bind", "defaultEndpoint");
        fields.require("port");
        fields.requireItems("hosts");
        var hosts = hosts(object, fields);
        var tls = fields.mapping("tls");
        return fields.mapping("port").flatMap(port -> {
            port.unsupported("targetPort");
            port.require("number");
            port.require("name");
            port.require("protocol");
            var number = port.port("number");
            var name = port.text("name").orElse("");
            var protocol = port.text("protocol").flatMap(written -> protocol(port, written));
            if (number.isEmpty() || protocol.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new Server(
                    fields.text("name").orElse(name),
                    number.getAsInt(),
                    protocol.get(),
                    tls(fields, tls, protocol.get()),
                    plainText(tls, protocol.get()),
                    hosts,
                    fields.spot()));
        });
    }

    private static Optional<ServerTls> tls(Fields server, Optional<Fields> tls, Protocol protocol) {
        if (protocol != Protocol.HTTPS) {
            return Optional.empty();
        }
        if (tls.isEmpty()) {
            server.error("tls", "is missing, expected it with mode and credentialName for protocol HTTPS");
        }
        return tls.flatMap(ServerTls::read);
    }

    private static PlainText plainText(Optional<Fields> tls, Protocol protocol) {
        var redirect = tls.flatMap(fields -> fields.flag("httpsRedirect")).orElse(false);
        if (redirect && protocol == Protocol.HTTPS) {
            tls.ifPresent(fields ->
                    fields.error("httpsRedirect", "stands on a server for HTTPS, expected it on one for HTTP"));
        }
        return redirect ? PlainText.REDIRECTED : PlainText.SERVED;
    }

    private static Optional<Protocol> protocol(Fields port, String written) {
        return switch (written.toUpperCase(Locale.ROOT)) {
            case "HTTP" -> Optional.of(Protocol.HTTP);
            case "HTTP2" -> Optional.of(Protocol.HTTP2);
            case "GRPC" -> Optional.of(Protocol.GRPC);
            case "HTTPS" -> Optional.of(Protocol.HTTPS);
            case "TLS", "TCP", "MONGO", "GRPC-WEB" -> {
                port.error("protocol", written + " is not supported yet, expected HTTP, HTTPS, HTTP2 or GRPC");
                yield Optional.empty();
            }
            default -> {
                port.error("protocol", "\"" + written + "\" is no protocol, expected HTTP, HTTPS, HTTP2 or GRPC");
                yield Optional.empty();
            }
        };
    }

    private static List<ServerHost> hosts(ConfigObject object, Fields fields) {
        var hosts = new ArrayList<ServerHost>();
        var written = fields.texts("hosts");
        for (var i = 0; i < written.size(); i++) {
            var text = written.get(i);
            var slash = text.indexOf('/');
            var host = text.substring(slash + 1).toLowerCase(Locale.ROOT);
            var namespace = slash < 0 ? ANY_NAMESPACE : text.substring(0, slash);
            if (!Hosts.isValid(host) || namespace.isEmpty()) {
                fields.error(
                        "hosts",
                        "\"" + text + "\" is no host, expected a name such as www.example.com, *.example.com or *,"
                                + " perhaps with a namespace before it (ns/www.example.com)");
                continue;
            }
            var own = namespace.equals(".") ? object.key().namespace() : namespace;
            hosts.add(new ServerHost(own, HostMatch.parse(host)));
        }
        return hosts;
    }
}
