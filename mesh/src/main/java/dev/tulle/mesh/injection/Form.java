package dev.tulle.mesh.injection;

import dev.tulle.mesh.injection.capture.Cidr;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What the text of a setting must look like. */
enum Form {
    NAME("a name of lower-case letters, digits and -", Shape.ONE, "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"),
    HOST("a DNS name", Shape.ONE, Words.HOST),
    HOST_AND_PORT("HOST:PORT", Shape.ONE, Words.HOST + ":(" + Words.PORT + ")"),
    IMAGE("an image as registry/name:tag", Shape.ONE, "[a-zA-Z0-9][-a-zA-Z0-9._:/@]{0,255}"),
    PULL_POLICY("Always, IfNotPresent or Never", Shape.ONE, "Always|IfNotPresent|Never"),
    FLAG("true or false", Shape.ONE, "true|false"),
    LOG_LEVEL("trace, debug, info, warning, error, critical or off", Shape.ONE, Words.LEVEL),
    COMPONENT_LOG_LEVELS(
            "COMPONENT:LEVEL, separated by commas, as http:debug,upstream:trace",
            Shape.LIST,
            "[a-z0-9_]+:(" + Words.LEVEL + ")"),
    COUNT("a whole number from 0 to 1000", Shape.ONE, "[0-9]{1,3}|1000"),
    POSITIVE("a whole number from 1 to 1000", Shape.ONE, "[1-9][0-9]{0,2}|1000"),
    DURATION("whole minutes and seconds, as 45s or 1m30s", Shape.ONE, "[0-9]{1,5}s|[0-9]{1,3}m([0-9]{1,2}s)?"),
    QUANTITY("a quantity as 100m, 0.5 or 128Mi", Shape.ONE, "[0-9]{1,12}(\\.[0-9]{1,6})?([mkMGTPE]|[KMGTPE]i)?"),
    PERCENT("a number from 0 to 100", Shape.ONE, "100(\\.0{1,4})?|[0-9]{1,2}(\\.[0-9]{1,4})?"),
    BACKEND("auto, iptables or nftables", Shape.ONE, "auto|iptables|nftables"),
    INTERCEPTION_MODE(
            "REDIRECT; TPROXY is not supported, and NONE is the label sidecar.istio.io/inject: \"false\" here",
            Shape.ONE,
            "REDIRECT"),
    PORTS("port numbers from 1 to 65535, separated by commas", Shape.LIST, Words.PORT),
    PORTS_OR_ALL("* or port numbers from 1 to 65535, separated by commas", Shape.LIST_OR_ALL, Words.PORT),
    RANGES("CIDRs as 10.0.0.0/8 or fd00::/8, separated by commas", Shape.LIST, Words.RANGE),
    RANGES_OR_ALL("* or CIDRs as 10.0.0.0/8 or fd00::/8, separated by commas", Shape.LIST_OR_ALL, Words.RANGE),
    INTERFACES("names of network interfaces, separated by commas", Shape.LIST, "[a-zA-Z0-9][-a-zA-Z0-9._]{0,14}"),
    IDS("numeric ids, separated by commas", Shape.LIST, "[0-9]{1,9}"),
    IDS_OR_ALL("* or numeric ids, separated by commas", Shape.LIST_OR_ALL, "[0-9]{1,9}");

    private enum Shape {
        ONE,
        LIST,
        LIST_OR_ALL
    }

    private static final class Words {
        static final String HOST = "[a-zA-Z0-9](?:[-a-zA-Z0-9.]{0,251}[a-zA-Z0-9])?";
        static final String PORT =
                "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
        static final String RANGE = "[0-9a-fA-F.:]+/[0-9]{1,3}";
        static final String LEVEL = "trace|debug|info|warning|warn|error|critical|off";

        private Words() {}
    }

    private final String expected;
    private final Shape shape;
    private final Pattern item;

    Form(String expected, Shape shape, String item) {
        this.expected = expected;
        this.shape = shape;
        this.item = Pattern.compile(item);
    }

    /** In words: {@code true or false}. */
    String expected() {
        return expected;
    }

    boolean accepts(String text) {
        return switch (shape) {
            case ONE -> isItem(text);
            case LIST -> items(text).stream().allMatch(this::isItem);
            case LIST_OR_ALL -> text.trim().equals("*") || items(text).stream().allMatch(this::isItem);
        };
    }

    private boolean isItem(String text) {
        return item.matcher(text).matches()
                && (!item.pattern().equals(Words.RANGE) || Cidr.parse(text).isPresent());
    }

    /** The items of a list; empty text is no item. */
    static List<String> items(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::trim).toList();
    }

    /** Of a {@link #DURATION}. */
    static long seconds(String duration) {
        var minute = duration.indexOf('m');
        var minutes = minute < 0 ? 0 : Long.parseLong(duration.substring(0, minute));
        var rest = duration.substring(minute + 1).replace("s", "");
        return minutes * 60 + (rest.isEmpty() ? 0 : Long.parseLong(rest));
    }
}
