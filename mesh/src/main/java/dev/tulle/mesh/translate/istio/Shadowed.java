package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.StringMatch;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpRule;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.List;
import java.util.Optional;

/** Reports rules that can never be reached because one before them takes every request. */
final class Shadowed {
    private static final RouteMatch ROOT = new RouteMatch(
            Optional.of(new StringMatch.Prefix("/")),
            RouteMatch.PathCase.SENSITIVE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    private Shadowed() {}

    static void report(Fields spec, List<HttpRule> rules) {
        for (var i = 0; i < rules.size() - 1; i++) {
            if (takesEverything(rules.get(i))) {
                spec.warning(
                        "IST0130",
                        rules.get(i + 1).spot(),
                        "rule \"" + rules.get(i).name() + "\" before it takes every request, expected that one last",
                        "this rule is never reached");
                return;
            }
        }
    }

    private static boolean takesEverything(HttpRule rule) {
        return rule.matches().stream()
                .anyMatch(match ->
                        (match.match().equals(RouteMatch.ANY) || match.match().equals(ROOT))
                                && match.port().isEmpty()
                                && match.gateways().isEmpty());
    }
}
