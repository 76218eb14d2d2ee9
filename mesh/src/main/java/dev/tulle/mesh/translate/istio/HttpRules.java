package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.Timeout;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpAction;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpMatch;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpRule;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one entry of http. Source: VirtualService HTTPRoute. */
final class HttpRules {
    private static final List<String> ACTIONS = List.of("route", "redirect", "directResponse", "delegate");
    private static final List<String> FORWARD_ONLY =
            List.of("timeout", "retries", "rewrite", "mirror", "mirrors", "mirrorPercentage", "mirrorPercent");

    private HttpRules() {}

    static Optional<HttpRule> read(ConfigObject object, Fields rule, int index) {
        rule.unsupported("corsPolicy", "delegate");
        var name = rule.text("name").orElse(String.valueOf(index));
        var matches = matches(object, rule);
        var headers = HeaderFields.read(rule);
        var fault = Faults.read(rule);
        legacyWebsocket(rule);
        return action(object, rule).map(action -> new HttpRule(name, rule.spot(), matches, action, headers, fault));
    }

    private static List<HttpMatch> matches(ConfigObject object, Fields rule) {
        var matches = new ArrayList<HttpMatch>();
        rule.mappings("match").forEach(match -> matches.add(HttpMatches.read(object, match)));
        return matches.isEmpty() ? List.of(new HttpMatch(RouteMatch.ANY, OptionalInt.empty(), List.of())) : matches;
    }

    private static void legacyWebsocket(Fields rule) {
        rule.flag("websocketUpgrade")
                .ifPresent(ignored -> rule.note(
                        "IST0002",
                        "websocketUpgrade",
                        "legacy field: WebSocket upgrades are always allowed",
                        "it changes nothing"));
    }

    private static Optional<HttpAction> action(ConfigObject object, Fields rule) {
        var written = ACTIONS.stream().filter(rule::has).toList();
        if (written.size() != 1) {
            var found = written.isEmpty() ? "none" : String.join(" and ", written);
            rule.error("route", "found " + found + ", expected exactly one of route, redirect, directResponse");
        }
        if (rule.has("redirect") || rule.has("directResponse")) {
            FORWARD_ONLY.stream()
                    .filter(rule::has)
                    .forEach(name -> rule.error(
                            name,
                            "has no meaning beside " + String.join(" and ", written)
                                    + ", expected it beside route only"));
        }
        var forward = forward(object, rule);
        var redirect = rule.mapping("redirect").map(Answers::redirect);
        var response = rule.mapping("directResponse").flatMap(Answers::directResponse);
        if (rule.has("route")) {
            return forward;
        }
        return redirect.or(() -> response).map(HttpAction.Answer::new);
    }

    private static Optional<HttpAction> forward(ConfigObject object, Fields rule) {
        var destinations = Destinations.read(object, rule);
        var timeout = rule.durationOrZero("timeout")
                .map(limit -> limit.isZero() ? new Timeout.Disabled() : (Timeout) new Timeout.After(limit))
                .orElseGet(Timeout.Unset::new);
        var retry = Retries.read(rule);
        var rewrite = rewrite(rule);
        var mirrors = Mirrors.read(object, rule);
        return destinations.isEmpty()
                ? Optional.empty()
                : Optional.of(new HttpAction.Forward(destinations, timeout, retry, rewrite, mirrors));
    }

    private static RouteAction.Rewrite rewrite(Fields rule) {
        var found = rule.mapping("rewrite");
        if (found.isEmpty()) {
            return RouteAction.Rewrite.NONE;
        }
        var rewrite = found.get();
        rewrite.unsupported("uriRegexRewrite");
        var uri = rewrite.text("uri");
        uri.filter(path -> !path.startsWith("/"))
                .ifPresent(path -> rewrite.error("uri", "\"" + path + "\" is no path, expected it to begin with /"));
        var authority = rewrite.text("authority");
        if (uri.isEmpty() && authority.isEmpty()) {
            rule.error("rewrite", "changes nothing, expected uri or authority");
        }
        return new RouteAction.Rewrite(uri, authority);
    }
}
