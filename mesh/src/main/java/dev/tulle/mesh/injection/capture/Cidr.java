package dev.tulle.mesh.injection.capture;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, as the kernel's tools read it.
 *
 * @param text {@code 10.0.0.0/8}, {@code fd00::/8}
 */
public record Cidr(String text, Family family) {
    private static final int BYTE = 256;
    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d|[12]\\d|3[0-2])");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:]{2,39})/(\\d|[1-9]\\d|1[01]\\d|12[0-8])");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    /** The version of the internet protocol. */
    public enum Family {
        IPV4,
        IPV6
    }

    /** Reads an address with the length of its prefix; empty: it is none. */
    public static Optional<Cidr> parse(String text) {
        var ipv4 = IPV4.matcher(text);
        if (ipv4.matches()) {
            for (var part = 1; part <= 4; part++) {
                if (Integer.parseInt(ipv4.group(part)) >= BYTE) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Cidr(text, Family.IPV4));
        }
        var ipv6 = IPV6.matcher(text);
        return ipv6.matches() && isIpv6(ipv6.group(1)) ? Optional.of(new Cidr(text, Family.IPV6)) : Optional.empty();
    }

    private static boolean isIpv6(String address) {
        var gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address) == GROUPS;
        }
        var before = groups(address.substring(0, gap));
        var after = groups(address.substring(gap + 2));
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** How many, or -1: it is not made of groups. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        var groups = text.split(":", -1);
        for (var group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return -1;
            }
        }
        return groups.length;
    }
}
