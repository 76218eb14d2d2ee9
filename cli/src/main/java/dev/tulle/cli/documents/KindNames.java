package dev.tulle.cli.documents;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Locale;
import java.util.Map;

/** The names under which a user may call a kind: its own in any case, its plural, kubectl's short name. */
public final class KindNames {
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("vs", "virtualservice"),
            Map.entry("dr", "destinationrule"),
            Map.entry("gw", "gateway"),
            Map.entry("se", "serviceentry"),
            Map.entry("we", "workloadentry"),
            Map.entry("pa", "peerauthentication"),
            Map.entry("ap", "authorizationpolicy"),
            Map.entry("svc", "service"),
            Map.entry("deploy", "deployment"),
            Map.entry("po", "pod"),
            Map.entry("sa", "serviceaccount"),
            Map.entry("ns", "namespace"),
            Map.entry("ep", "endpoints"));

    private KindNames() {}

    /** Whether that name means the object's kind; {@code virtualservice.networking.istio.io} names the group too. */
    public static boolean matches(String name, ConfigKey key) {
        var lower = name.toLowerCase(Locale.ROOT);
        var dot = lower.indexOf('.');
        var group = dot < 0 ? "" : lower.substring(dot + 1);
        var kind = dot < 0 ? lower : lower.substring(0, dot);
        var wanted = SHORT.getOrDefault(kind, kind);
        var own = key.kind().toLowerCase(Locale.ROOT);
        return (group.isEmpty() || group.equals(key.group()))
                && (wanted.equals(own)
                        || wanted.equals(own + "s")
                        || wanted.equals(own + "es")
                        || (own.endsWith("y") && wanted.equals(own.substring(0, own.length() - 1) + "ies")));
    }
}
