package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.xds.filter.FaultFilter;
import dev.tulle.mesh.xds.filter.TelemetryLabels;
import dev.tulle.mesh.xds.wire.ProtoValues;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.route.v3.Decorator;
import io.envoyproxy.envoy.config.route.v3.Route;
import java.util.ArrayList;
import java.util.List;

/** Rules of the model as routes: one for each match of a rule, in order. Source: envoy.config.route.v3.Route. */
final class Routes {
    private Routes() {}

    /** Spans of these requests are called {@code operation}. */
    static List<Route> of(List<RouteRule> rules, String operation) {
        var routes = new ArrayList<Route>();
        for (var rule : rules) {
            for (var match : rule.matches()) {
                routes.add(route(rule, match, operation));
            }
        }
        return routes;
    }

    private static Route route(RouteRule rule, RouteMatch match, String operation) {
        var route = Route.newBuilder()
                .setName(rule.name())
                .setMatch(RouteMatches.of(match))
                .setMetadata(writer(rule.source()))
                .setDecorator(decorator(operation))
                .addAllRequestHeadersToAdd(HeaderEdits.additions(rule.headers().request()))
                .addAllRequestHeadersToRemove(
                        HeaderEdits.removals(rule.headers().request()))
                .addAllResponseHeadersToAdd(HeaderEdits.additions(rule.headers().response()))
                .addAllResponseHeadersToRemove(
                        HeaderEdits.removals(rule.headers().response()));
        rule.fault().ifPresent(fault -> route.putTypedPerFilterConfig(FaultFilter.NAME, FaultFilter.onRoute(fault)));
        switch (rule.action()) {
            case RouteAction.Forward forward -> route.setRoute(RouteActions.forward(forward, rule.headers()));
            case RouteAction.Redirect redirect -> route.setRedirect(RouteActions.redirect(redirect));
            case RouteAction.DirectResponse response -> route.setDirectResponse(RouteActions.answer(response));
        }
        return route.build();
    }

    /** Names a span; not told to the peer, which names its own. */
    static Decorator decorator(String operation) {
        return Decorator.newBuilder()
                .setOperation(operation)
                .setPropagate(ProtoValues.no())
                .build();
    }

    /** Who wrote the rule, for whoever reads the proxy's config. */
    private static Metadata writer(ConfigKey source) {
        return Metadata.newBuilder()
                .putFilterMetadata(TelemetryLabels.METADATA, Structs.of("source", Structs.text(source.toString())))
                .build();
    }
}
