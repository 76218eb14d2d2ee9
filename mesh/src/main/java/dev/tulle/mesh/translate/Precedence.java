package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.RouteMatch;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.StringMatch;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Which rule comes first where several VirtualServices speak about one host. Each keeps the order of its own rules. Among
 * the next rules of all, the most specific comes first and those for every request last, then the oldest object's, then the first
 * by name.
 */
final class Precedence {
    /** Oldest first; objects without an age after those with one; then by namespace and name. */
    static final Comparator<ConfigObject> OLDEST_FIRST = Comparator.comparing(
                    (ConfigObject object) -> object.created().orElse(Instant.MAX))
            .thenComparing(
                    ConfigObject::key,
                    Comparator.comparing(ConfigKey::namespace).thenComparing(ConfigKey::name));

    private static final Comparator<RouteMatch> LEAST_SPECIFIC_FIRST = Comparator.comparingInt(Precedence::pathRank)
            .thenComparingInt(Precedence::pathLength)
            .thenComparingInt(Precedence::conditions);

    private Precedence() {}

    /** One list of the rules of several objects, which come oldest first. */
    static List<RouteRule> merge(List<List<RouteRule>> rulesByObject) {
        if (rulesByObject.size() == 1) {
            return rulesByObject.getFirst();
        }
        var queues = new ArrayList<Deque<RouteRule>>();
        rulesByObject.forEach(rules -> queues.add(new ArrayDeque<>(rules)));
        var merged = new ArrayList<RouteRule>();
        while (true) {
            // max() takes the last of equals; the oldest shall win, so look from the youngest on.
            var next = queues.reversed().stream()
                    .filter(queue -> !queue.isEmpty())
                    .max(Comparator.comparing(queue -> leastSpecific(queue.getFirst()), LEAST_SPECIFIC_FIRST));
            if (next.isEmpty()) {
                return merged;
            }
            merged.add(next.get().removeFirst());
        }
    }

    /** A rule is as specific as the widest of its matches. */
    private static RouteMatch leastSpecific(RouteRule rule) {
        return rule.matches().stream().min(LEAST_SPECIFIC_FIRST).orElse(RouteMatch.ANY);
    }

    private static int pathRank(RouteMatch match) {
        return match.path()
                .map(path -> switch (path) {
                    case StringMatch.Exact ignored -> 3;
                    case StringMatch.Regex ignored -> 2;
                    case StringMatch.Prefix(var prefix) -> prefix.equals("/") ? 0 : 1;
                    case StringMatch.Present ignored -> 0;
                })
                .orElse(0);
    }

    private static int pathLength(RouteMatch match) {
        return match.path()
                .map(path -> switch (path) {
                    case StringMatch.Exact(var value) -> value.length();
                    case StringMatch.Regex(var pattern) -> pattern.length();
                    case StringMatch.Prefix(var prefix) -> prefix.equals("/") ? 0 : prefix.length();
                    case StringMatch.Present ignored -> 0;
                })
                .orElse(0);
    }

    private static int conditions(RouteMatch match) {
        return (match.method().isPresent() ? 1 : 0)
                + (match.scheme().isPresent() ? 1 : 0)
                + (match.authority().isPresent() ? 1 : 0)
                + match.headers().size()
                + match.queryParameters().size();
    }
}
