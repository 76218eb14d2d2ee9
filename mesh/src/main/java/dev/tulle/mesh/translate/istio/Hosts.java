package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.translate.kubernetes.Services;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts as Istio's objects name them. */
final class Hosts {
    private static final Pattern HOST =
            Pattern.compile("\\*|(\\*\\.)?[a-z0-9_]([-a-z0-9_]{0,62})(\\.[a-z0-9_]([-a-z0-9_]{0,62})){0,30}\\.?");

    private Hosts() {}

    /** Whether it is a host name, or one that begins with {@code *.}, or {@code *}. */
    static boolean isValid(String host) {
        return host.length() <= 253
                && HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether it stands for many hosts. */
    static boolean isWildcard(String host) {
        return host.startsWith("*");
    }

    /** A name without a dot is a Service of that namespace. */
    static String resolve(String host, String namespace) {
        var lower = host.toLowerCase(Locale.ROOT);
        var name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return name.indexOf('.') < 0 && !isWildcard(name)
                ? Services.host(namespace, name).name()
                : name;
    }
}
