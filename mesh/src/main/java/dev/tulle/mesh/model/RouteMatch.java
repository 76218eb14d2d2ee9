package dev.tulle.mesh.model;

import java.util.List;
import java.util.Optional;

/**
 * All conditions hold together. Source: VirtualService http[].match[].
 *
 * @param path absent: every path
 * @param pathCase source: ignoreUriCase
 * @param scheme absent: every scheme
 * @param method absent: every method
 * @param authority absent: every Host
 * @param headers sorted by name
 * @param queryParameters sorted by name
 */
public record RouteMatch(
        Optional<StringMatch> path,
        PathCase pathCase,
        Optional<StringMatch> scheme,
        Optional<StringMatch> method,
        Optional<StringMatch> authority,
        List<HeaderMatch> headers,
        List<HeaderMatch> queryParameters) {
    /** Every request. */
    public static final RouteMatch ANY = new RouteMatch(
            Optional.empty(),
            PathCase.SENSITIVE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    /** Whether upper and lower case differ in a path. */
    public enum PathCase {
        SENSITIVE,
        IGNORED
    }

    public RouteMatch {
        headers = List.copyOf(headers);
        queryParameters = List.copyOf(queryParameters);
    }
}
