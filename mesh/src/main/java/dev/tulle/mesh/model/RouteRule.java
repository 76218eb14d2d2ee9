package dev.tulle.mesh.model;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import java.util.List;
import java.util.Optional;

/**
 * What happens to the requests that match. Source: VirtualService http[].
 *
 * @param name http[].name, or the position: {@code 0}
 * @param source the object that says so
 * @param generation of that object, from 1
 * @param origin the line of the rule
 * @param matches any of them is enough; never empty (an unconditional rule has {@link RouteMatch#ANY})
 * @param action what is done
 * @param headers changes to request and response. Source: http[].headers and the legacy appendHeaders
 * @param fault injected before the action
 */
public record RouteRule(
        String name,
        ConfigKey source,
        long generation,
        Origin origin,
        List<RouteMatch> matches,
        RouteAction action,
        HeaderChanges headers,
        Optional<FaultInjection> fault) {
    public RouteRule {
        matches = List.copyOf(matches);
        if (matches.isEmpty()) {
            throw new IllegalArgumentException("matches must not be empty: " + source + " " + name);
        }
    }

    /** The same rule doing something else. */
    public RouteRule withAction(RouteAction other) {
        return new RouteRule(name, source, generation, origin, matches, other, headers, fault);
    }
}
