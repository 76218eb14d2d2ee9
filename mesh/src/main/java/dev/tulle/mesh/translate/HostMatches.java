package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.HostMatch;
import java.util.Optional;

/** What two patterns of hosts have in common. */
final class HostMatches {
    private HostMatches() {}

    /** Whether a host is one of those meant. */
    static boolean covers(HostMatch match, String host) {
        return switch (match) {
            case HostMatch.Any ignored -> true;
            case HostMatch.Suffix(var suffix) -> host.endsWith(suffix) && host.length() > suffix.length();
            case HostMatch.Exact(var name) -> host.equals(name);
        };
    }

    /** The narrower one, if it is a part of the other; patterns with wildcards cannot overlap in any other way. */
    static Optional<HostMatch> common(HostMatch one, HostMatch other) {
        if (includes(one, other)) {
            return Optional.of(other);
        }
        return includes(other, one) ? Optional.of(one) : Optional.empty();
    }

    private static boolean includes(HostMatch wide, HostMatch narrow) {
        return wide.equals(narrow)
                || switch (narrow) {
                    case HostMatch.Any ignored -> false;
                    case HostMatch.Suffix(var suffix) ->
                        covers(wide, "x" + suffix) && !(wide instanceof HostMatch.Exact);
                    case HostMatch.Exact(var name) -> covers(wide, name);
                };
    }
}
