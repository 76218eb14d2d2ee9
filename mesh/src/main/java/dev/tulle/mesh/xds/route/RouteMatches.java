package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.HeaderMatch;
import dev.tulle.mesh.model.HeaderMatch.Polarity;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteMatch.PathCase;
import dev.tulle.mesh.model.StringMatch;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/** When a route applies. Source: envoy.config.route.v3.RouteMatch. */
final class RouteMatches {
    private static final String EVERY_PATH = "/";

    private RouteMatches() {}

    static io.envoyproxy.envoy.config.route.v3.RouteMatch of(RouteMatch match) {
        var envoy = io.envoyproxy.envoy.config.route.v3.RouteMatch.newBuilder();
        match.path().ifPresentOrElse(path -> path(path, match.pathCase(), envoy), () -> envoy.setPrefix(EVERY_PATH));
        match.scheme().ifPresent(value -> envoy.addHeaders(pseudoHeader(":scheme", value)));
        match.method().ifPresent(value -> envoy.addHeaders(pseudoHeader(":method", value)));
        match.authority().ifPresent(value -> envoy.addHeaders(pseudoHeader(":authority", value)));
        match.headers().forEach(header -> envoy.addHeaders(header(header)));
        match.queryParameters().forEach(parameter -> envoy.addQueryParameters(queryParameter(parameter)));
        return envoy.build();
    }

    private static void path(
            StringMatch path, PathCase pathCase, io.envoyproxy.envoy.config.route.v3.RouteMatch.Builder envoy) {
        switch (path) {
            case StringMatch.Exact(var value) -> envoy.setPath(value);
            case StringMatch.Prefix(var value) -> envoy.setPrefix(value);
            case StringMatch.Regex(var pattern) ->
                envoy.setSafeRegex(regex(pathCase == PathCase.IGNORED ? "(?i)" + pattern : pattern));
            case StringMatch.Present() -> envoy.setPrefix(EVERY_PATH);
        }
        if (pathCase == PathCase.IGNORED && !envoy.hasSafeRegex()) {
            envoy.setCaseSensitive(ProtoValues.no());
        }
    }

    /** Header matches on Envoy's pseudo headers. */
    private static HeaderMatcher pseudoHeader(String name, StringMatch value) {
        return header(new HeaderMatch(name, value, Polarity.WITH));
    }

    /** A header that is absent does not match, so it satisfies WITHOUT. */
    private static HeaderMatcher header(HeaderMatch match) {
        var envoy = HeaderMatcher.newBuilder().setName(match.name());
        switch (match.value()) {
            case StringMatch.Present() -> envoy.setPresentMatch(true);
            case StringMatch.Exact ignored -> envoy.setStringMatch(string(match.value()));
            case StringMatch.Prefix ignored -> envoy.setStringMatch(string(match.value()));
            case StringMatch.Regex ignored -> envoy.setStringMatch(string(match.value()));
        }
        if (match.polarity() == Polarity.WITHOUT) {
            envoy.setInvertMatch(true);
            if (envoy.hasStringMatch()) {
                envoy.setTreatMissingHeaderAsEmpty(true);
            }
        }
        return envoy.build();
    }

    private static QueryParameterMatcher queryParameter(HeaderMatch match) {
        var envoy = QueryParameterMatcher.newBuilder().setName(match.name());
        return switch (match.value()) {
            case StringMatch.Present() -> envoy.setPresentMatch(true).build();
            case StringMatch.Exact ignored ->
                envoy.setStringMatch(string(match.value())).build();
            case StringMatch.Prefix ignored ->
                envoy.setStringMatch(string(match.value())).build();
            case StringMatch.Regex ignored ->
                envoy.setStringMatch(string(match.value())).build();
        };
    }

    private static StringMatcher string(StringMatch match) {
        var envoy = StringMatcher.newBuilder();
        return switch (match) {
            case StringMatch.Exact(var value) -> envoy.setExact(value).build();
            case StringMatch.Prefix(var value) -> envoy.setPrefix(value).build();
            case StringMatch.Regex(var pattern) ->
                envoy.setSafeRegex(regex(pattern)).build();
            case StringMatch.Present() -> envoy.setPrefix("").build();
        };
    }

    /** RE2; Envoy compares the whole value. */
    private static RegexMatcher regex(String pattern) {
        return RegexMatcher.newBuilder().setRegex(pattern).build();
    }
}
