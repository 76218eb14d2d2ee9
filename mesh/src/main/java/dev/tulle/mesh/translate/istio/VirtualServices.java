package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.FaultInjection;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRetry;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.translate.strict.Fields;
import dev.tulle.mesh.translate.strict.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads VirtualServices. Source: Istio networking VirtualService. */
public final class VirtualServices {
    /** The gateway that stands for all sidecars. */
    public static final String MESH = "mesh";

    private VirtualServices() {}

    /**
     * A VirtualService.
     *
     * @param hosts fully qualified, or with a wildcard
     * @param gateways whom it is for
     */
    public record VirtualServiceSpec(
            ConfigObject source, Spot spot, List<BoundHost> hosts, List<GatewayRef> gateways, List<HttpRule> http) {
        public VirtualServiceSpec {
            hosts = List.copyOf(hosts);
            gateways = List.copyOf(gateways);
            http = List.copyOf(http);
        }

        /** Its age, which decides conflicts. */
        public Optional<Instant> created() {
            return source.created();
        }

        /** Its name. */
        public ConfigKey key() {
            return source.key();
        }

        /** Whether sidecars follow it. */
        public boolean isForSidecars() {
            return gateways.stream().anyMatch(GatewayRef::isMesh);
        }
    }

    /** A host, and where it is written. */
    public record BoundHost(String host, Spot spot) {}

    /**
     * A Gateway by name.
     *
     * @param namespace empty for {@link #MESH}
     */
    public record GatewayRef(String namespace, String name, Spot spot) {
        /** Whether all sidecars are meant. */
        public boolean isMesh() {
            return namespace.isEmpty();
        }

        /** Whether that object is meant. */
        public boolean names(ConfigKey gateway) {
            return gateway.namespace().equals(namespace) && gateway.name().equals(name);
        }
    }

    /** One entry of http. */
    public record HttpRule(
            String name,
            Spot spot,
            List<HttpMatch> matches,
            HttpAction action,
            HeaderChanges headers,
            Optional<FaultInjection> fault) {
        public HttpRule {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Conditions of which all must hold.
     *
     * @param port of the service called, if it matters
     * @param gateways for whom it holds; empty: for all of the VirtualService
     */
    public record HttpMatch(RouteMatch match, OptionalInt port, List<GatewayRef> gateways) {
        public HttpMatch {
            gateways = List.copyOf(gateways);
        }
    }

    /** What happens, before the names in it are looked up. */
    public sealed interface HttpAction {
        /** Source: http[].route. */
        record Forward(
                List<Destination> destinations,
                Timeout timeout,
                RouteRetry retry,
                RouteAction.Rewrite rewrite,
                List<Mirror> mirrors)
                implements HttpAction {
            public Forward {
                destinations = List.copyOf(destinations);
                mirrors = List.copyOf(mirrors);
            }
        }

        /** Redirect or direct response: nothing is left to look up. */
        record Answer(RouteAction action) implements HttpAction {}
    }

    /** Source: http[].route[]. */
    public record Destination(Target target, int weight, HeaderChanges headers) {}

    /** Source: http[].mirrors[]. */
    public record Mirror(Target target, Fraction share) {}

    /**
     * Source: Destination.
     *
     * @param host fully qualified
     * @param port absent: the service's only one, or the one called
     */
    public record Target(String host, OptionalInt port, Optional<SubsetName> subset, TargetSpots spots) {}

    /** Where the parts of a target are written. */
    public record TargetSpots(Spot host, Spot port, Spot subset) {}

    /** Reads one VirtualService. */
    public static VirtualServiceSpec read(ConfigObject object, Fields root) {
        var hosts = new ArrayList<BoundHost>();
        var gateways = new ArrayList<GatewayRef>();
        var http = new ArrayList<HttpRule>();
        root.require("spec");
        root.mapping("spec").ifPresent(spec -> {
            spec.unsupported("tls", "tcp");
            ExportTo.read(spec);
            spec.requireItems("hosts");
            hosts.addAll(hosts(object, spec));
            gateways.addAll(GatewayRefs.read(object, spec));
            if (gateways.isEmpty()) {
                gateways.add(new GatewayRef("", MESH, spec.spot()));
            }
            refuseWildcardForSidecars(spec, hosts, gateways);
            spec.requireItems("http");
            var rules = spec.mappings("http");
            for (var i = 0; i < rules.size(); i++) {
                HttpRules.read(object, rules.get(i), i).ifPresent(http::add);
            }
            Shadowed.report(spec, http);
        });
        return new VirtualServiceSpec(object, root.spot(), hosts, gateways, http);
    }

    private static List<BoundHost> hosts(ConfigObject object, Fields spec) {
        var hosts = new ArrayList<BoundHost>();
        var written = spec.texts("hosts");
        for (var i = 0; i < written.size(); i++) {
            if (!Hosts.isValid(written.get(i))) {
                spec.error(
                        "hosts",
                        "\"" + written.get(i) + "\" is no host, expected a name such as servicec,"
                                + " servicec.servicec.svc.cluster.local, *.example.com or *");
                continue;
            }
            hosts.add(new BoundHost(Hosts.resolve(written.get(i), object.key().namespace()), spec.item("hosts", i)));
        }
        if (Set.copyOf(hosts.stream().map(BoundHost::host).toList()).size() < hosts.size()) {
            spec.error("hosts", "a host stands twice, expected each once");
        }
        return hosts;
    }

    private static void refuseWildcardForSidecars(Fields spec, List<BoundHost> hosts, List<GatewayRef> gateways) {
        if (gateways.stream().anyMatch(GatewayRef::isMesh)
                && hosts.stream().anyMatch(host -> host.host().equals("*"))) {
            spec.error(
                    "hosts", "\"*\" is for gateways only, expected gateways without \"mesh\", or a host of the mesh");
        }
    }
}
