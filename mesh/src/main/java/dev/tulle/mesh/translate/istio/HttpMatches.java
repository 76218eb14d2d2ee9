package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.HeaderMatch;
import dev.tulle.mesh.model.HeaderMatch.Polarity;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteMatch.PathCase;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpMatch;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Reads one entry of match. Source: VirtualService HTTPMatchRequest. */
final class HttpMatches {
    private HttpMatches() {}

    static HttpMatch read(ConfigObject object, Fields match) {
        if (match.names().isEmpty()) {
            match.warning("", "", "this match is empty", "it takes all traffic");
        }
        match.unsupported("sourceLabels", "sourceNamespace", "statPrefix");
        // Istio shows it in logs only.
        match.text("name");
        var headers = new ArrayList<HeaderMatch>();
        headers.addAll(named(match, "headers", Polarity.WITH));
        headers.addAll(named(match, "withoutHeaders", Polarity.WITHOUT));
        headers.sort(Comparator.comparing(HeaderMatch::name).thenComparing(HeaderMatch::polarity));
        var route = new RouteMatch(
                StringMatches.read(match, "uri"),
                match.flag("ignoreUriCase").orElse(false) ? PathCase.IGNORED : PathCase.SENSITIVE,
                StringMatches.read(match, "scheme"),
                StringMatches.read(match, "method"),
                StringMatches.read(match, "authority"),
                headers,
                named(match, "queryParams", Polarity.WITH));
        return new HttpMatch(route, match.port("port"), GatewayRefs.read(object, match));
    }

    private static List<HeaderMatch> named(Fields match, String field, Polarity polarity) {
        var matches = new ArrayList<HeaderMatch>();
        match.mapping(field).ifPresent(map -> {
            for (var name : map.names()) {
                if (name.isEmpty()) {
                    match.error(field, "a name is empty, expected a name for each match");
                    map.allow(name);
                    continue;
                }
                var lower = field.equals("queryParams") ? name : name.toLowerCase(Locale.ROOT);
                StringMatches.readOrPresent(map, name)
                        .ifPresent(value -> matches.add(new HeaderMatch(lower, value, polarity)));
            }
        });
        matches.sort(Comparator.comparing(HeaderMatch::name));
        return matches;
    }
}
