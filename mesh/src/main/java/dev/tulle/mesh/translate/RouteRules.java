package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.WeightedBackend;
import dev.tulle.mesh.translate.istio.VirtualServices.GatewayRef;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpAction;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpMatch;
import dev.tulle.mesh.translate.istio.VirtualServices.HttpRule;
import dev.tulle.mesh.translate.istio.VirtualServices.VirtualServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** A VirtualService's rules as one kind of proxy follows them, with every name looked up. */
final class RouteRules {
    private final Backends backends;

    RouteRules(Backends backends) {
        this.backends = backends;
    }

    /**
     * @param called the port under which requests come in
     * @param proxy which of the VirtualService's gateways is meant
     */
    List<RouteRule> of(VirtualServiceSpec virtualService, int called, Predicate<GatewayRef> proxy) {
        var rules = new ArrayList<RouteRule>();
        for (var rule : virtualService.http()) {
            var matches = matches(rule.matches(), called, proxy);
            if (!matches.isEmpty()) {
                rules.add(new RouteRule(
                        rule.name(),
                        virtualService.key(),
                        virtualService.source().generation(),
                        rule.spot().origin(),
                        matches,
                        action(virtualService, rule, called),
                        rule.headers(),
                        rule.fault()));
            }
        }
        return rules;
    }

    private static List<RouteMatch> matches(List<HttpMatch> matches, int called, Predicate<GatewayRef> proxy) {
        return matches.stream()
                .filter(match -> match.port().isEmpty() || match.port().getAsInt() == called)
                .filter(match ->
                        match.gateways().isEmpty() || match.gateways().stream().anyMatch(proxy))
                .map(HttpMatch::match)
                .toList();
    }

    private RouteAction action(VirtualServiceSpec virtualService, HttpRule rule, int called) {
        return switch (rule.action()) {
            case HttpAction.Answer(var answer) -> answer;
            case HttpAction.Forward forward -> forward(virtualService, forward, OptionalInt.of(called));
        };
    }

    private RouteAction forward(VirtualServiceSpec virtualService, HttpAction.Forward forward, OptionalInt called) {
        var source = virtualService.key();
        return new RouteAction.Forward(
                forward.destinations().stream()
                        .map(destination -> new WeightedBackend(
                                backends.resolve(source, destination.target(), called),
                                destination.weight(),
                                destination.headers()))
                        .toList(),
                forward.timeout(),
                forward.retry(),
                forward.rewrite(),
                forward.mirrors().stream()
                        .map(mirror -> new RouteAction.Mirror(
                                backends.resolve(source, mirror.target(), called), mirror.share()))
                        .toList());
    }
}
