package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.translate.istio.VirtualServices.Destination;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/** Reads route: destinations with relative weights. Source: VirtualService HTTPRouteDestination. */
final class Destinations {
    /** What Envoy adds up must fit 32 bits. */
    private static final long MAX_TOTAL = 0xFFFF_FFFFL;

    private Destinations() {}

    static List<Destination> read(ConfigObject object, Fields rule) {
        var routes = rule.mappings("route");
        var destinations = new ArrayList<Destination>();
        var total = 0L;
        for (var route : routes) {
            var weight = route.integer("weight", 0, Integer.MAX_VALUE);
            var effective = routes.size() == 1 ? alone(route, weight) : weight.orElse(0);
            total += effective;
            var headers = HeaderFields.read(route);
            route.require("destination");
            route.mapping("destination")
                    .flatMap(fields -> Targets.read(object, fields))
                    .ifPresent(target -> destinations.add(new Destination(target, effective, headers)));
        }
        if (rule.has("route")) {
            checkTotal(rule, routes.size(), total);
            checkRepeated(rule, destinations);
        }
        return destinations;
    }

    /** The only destination gets every request, whatever its weight. */
    private static int alone(Fields route, OptionalInt weight) {
        if (weight.isPresent() && weight.getAsInt() != 100) {
            route.note(
                    "KIA1104",
                    "weight",
                    weight.getAsInt() + " has no meaning for the only destination, expected none",
                    "it gets every request");
        }
        return 100;
    }

    private static void checkTotal(Fields rule, int count, long total) {
        if (count == 0) {
            rule.error("route", "is empty, expected at least one destination");
        } else if (total == 0) {
            rule.error("route", "the weights add up to 0, expected at least one above 0");
        } else if (total > MAX_TOTAL) {
            rule.error("route", "the weights add up to " + total + ", expected at most " + MAX_TOTAL);
        } else if (count > 1 && total != 100) {
            rule.note("", "route", "the weights add up to " + total + ", not 100", "each counts relative to that sum");
        }
    }

    private static void checkRepeated(Fields rule, List<Destination> destinations) {
        var seen = new HashSet<String>();
        for (var destination : destinations) {
            var target = destination.target();
            if (!seen.add(target.host() + target.port() + target.subset())) {
                rule.note(
                        "KIA1105",
                        "route",
                        "two destinations are the same host and subset, expected each once",
                        "their weights add up");
            }
        }
    }
}
