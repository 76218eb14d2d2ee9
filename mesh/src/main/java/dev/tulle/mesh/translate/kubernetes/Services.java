package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.Protocol;
import dev.tulle.mesh.model.ServiceAddress;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads Services. Source: Kubernetes core/v1 Service. */
public final class Services {
    private static final List<String> TRANSPORTS = List.of("TCP", "UDP", "SCTP");

    /** A number, read as such, or a name with at least one letter. */
    private static final Pattern TARGET_PORT = Pattern.compile("[0-9]{1,5}|(?=.*[a-z])[-a-z0-9]{1,15}");

    private Services() {}

    /**
     * A Service.
     *
     * @param ports its TCP ports, sorted by number
     * @param selector empty: its endpoints come from EndpointSlices only
     * @param address absent: none is written
     * @param addressSpot where it is written
     */
    public record ServiceSpec(
            ConfigKey source,
            ServiceHost host,
            List<Port> ports,
            Map<String, String> selector,
            Optional<ServiceAddress> address,
            Spot addressSpot) {
        public ServiceSpec {
            ports = List.copyOf(ports);
            selector = Map.copyOf(selector);
        }

        /** The same without an address. */
        public ServiceSpec withoutAddress() {
            return new ServiceSpec(source, host, ports, selector, Optional.empty(), addressSpot);
        }

        /** Whether it sends to pods with these labels. */
        public boolean selects(Map<String, String> labels) {
            return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
        }
    }

    /**
     * A port of a Service.
     *
     * @param name empty when it has none
     * @param targetPort the number or the name of the pod's port
     */
    public record Port(String name, int number, String targetPort, Protocol protocol) {}

    /** The host under which a Service is known in the mesh. */
    public static ServiceHost host(String namespace, String name) {
        return new ServiceHost(name + "." + namespace + ".svc.cluster.local");
    }

    /** Reads one Service. */
    public static ServiceSpec read(ConfigObject object, Fields root) {
        var key = object.key();
        var ports = new ArrayList<Port>();
        Map<String, String> selector = Map.of();
        var address = Optional.<ServiceAddress>empty();
        var addressSpot = root.spot();
        root.require("spec");
        var found = root.mapping("spec");
        if (found.isPresent()) {
            var spec = found.get();
            allowRest(spec);
            selector = spec.textMap("selector");
            address = address(spec);
            addressSpot = spec.spot("clusterIP");
            spec.mappings("ports").forEach(port -> port(port).ifPresent(ports::add));
            checkUnique(spec, ports);
            if (spec.text("type").filter("ExternalName"::equals).isPresent()) {
                spec.warning("", "type", "ExternalName is not supported yet", "the Service is not part of the mesh");
                ports.clear();
            }
        }
        ports.sort(Comparator.comparingInt(Port::number));
        return new ServiceSpec(key, host(key.namespace(), key.name()), ports, selector, address, addressSpot);
    }

    private static void allowRest(Fields spec) {
        spec.allow("externalIPs", "externalName", "externalTrafficPolicy");
        spec.allow("healthCheckNodePort", "internalTrafficPolicy", "ipFamilies", "ipFamilyPolicy", "loadBalancerClass");
        spec.allow("loadBalancerIP", "loadBalancerSourceRanges", "publishNotReadyAddresses", "sessionAffinity");
        spec.allow("sessionAffinityConfig", "allocateLoadBalancerNodePorts", "trafficDistribution");
    }

    /** The API server writes both fields; in a file the first alone may stand. */
    private static Optional<ServiceAddress> address(Fields spec) {
        var addresses = new LinkedHashSet<String>();
        addresses.add(spec.optionalText("clusterIP"));
        addresses.addAll(spec.texts("clusterIPs"));
        addresses.remove("");
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                addresses.contains("None")
                        ? new ServiceAddress.Headless()
                        : new ServiceAddress.Virtual(List.copyOf(addresses)));
    }

    private static Optional<Port> port(Fields port) {
        port.allow("nodePort");
        port.require("port");
        var number = port.port("port");
        var name = port.text("name").orElse("");
        var transport = port.choice("protocol", TRANSPORTS).orElse("TCP");
        var appProtocol = port.text("appProtocol");
        var targetPort = port.numberOrName("targetPort");
        targetPort
                .filter(text -> !TARGET_PORT.matcher(text).matches())
                .ifPresent(text -> port.error(
                        "targetPort", "\"" + text + "\" is no port, expected a number or a container port's name"));
        if (number.isEmpty() || !transport.equals("TCP")) {
            return Optional.empty();
        }
        var protocol = appProtocol.isPresent()
                ? Optional.of(PortProtocols.ofAppProtocol(appProtocol.get()))
                : PortProtocols.ofName(name);
        if (protocol.isEmpty()) {
            port.note(
                    "KIA0601",
                    "name",
                    (name.isEmpty() ? "the port has no name" : "\"" + name + "\" does not say what is spoken")
                            + ", expected <protocol>[-suffix] such as http-web, or appProtocol",
                    "the port is treated as TCP: no HTTP rule applies to it");
        }
        return Optional.of(new Port(
                name,
                number.getAsInt(),
                targetPort.orElse(String.valueOf(number.getAsInt())),
                protocol.orElse(Protocol.TCP)));
    }

    private static void checkUnique(Fields spec, List<Port> ports) {
        var numbers = new HashSet<Integer>();
        var names = new HashSet<String>();
        for (var port : ports) {
            if (!numbers.add(port.number())) {
                spec.error("ports", "port " + port.number() + " stands twice, expected each once");
            }
            if (!names.add(port.name())) {
                spec.error("ports", "port name \"" + port.name() + "\" stands twice, expected each once");
            }
        }
    }
}
