package dev.tulle.console.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The label matchers of PromQL for what a graph's id names.
 *
 * @param matchers {@code source_workload="servicea"}, ...; without the reporter
 */
record Selector(List<String> matchers) {
    private static final Pattern NODE = Pattern.compile(
            "(app|workload|service|unknown):(?:([A-Za-z0-9._-]+)/)?([A-Za-z0-9._*-]+)(?:@([A-Za-z0-9._-]+))?");
    private static final Pattern EDGE = Pattern.compile("([^>]+)>([^>]+):(?:http|grpc|tcp)");

    /** The ends of a call that a node may be. */
    private enum Side {
        SOURCE("source"),
        DESTINATION("destination");

        private final String word;

        Side(String word) {
            this.word = word;
        }
    }

    Selector {
        matchers = List.copyOf(matchers);
    }

    /** What comes in at a node, what a pure caller sends, or what passes along an edge; empty for an id that nobody could draw. */
    static Optional<Selector> of(String id, boolean callerOnly) {
        var edge = EDGE.matcher(id);
        if (!edge.matches()) {
            return node(id, callerOnly ? Side.SOURCE : Side.DESTINATION).map(Selector::new);
        }
        var source = node(edge.group(1), Side.SOURCE);
        var target = node(edge.group(2), Side.DESTINATION);
        if (source.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        var both = new ArrayList<>(source.get());
        both.addAll(target.get());
        return Optional.of(new Selector(both));
    }

    private static Optional<List<String>> node(String id, Side side) {
        var node = NODE.matcher(id);
        if (!node.matches()) {
            return Optional.empty();
        }
        var namespace = Optional.ofNullable(node.group(2)).orElse("");
        var name = Optional.ofNullable(node.group(3)).orElse("");
        var version = Optional.ofNullable(node.group(4)).orElse("");
        var labels = new ArrayList<String>();
        var prefix = side.word;
        switch (Optional.ofNullable(node.group(1)).orElse("")) {
            case "app" -> {
                labels.add(equal(prefix + "_workload_namespace", namespace));
                labels.add(equal(prefix + "_canonical_service", name));
                if (!version.isEmpty()) {
                    labels.add(equal(prefix + "_canonical_revision", version));
                }
            }
            case "workload" -> {
                labels.add(equal(prefix + "_workload_namespace", namespace));
                labels.add(equal(prefix + "_workload", name));
            }
            case "service" -> {
                // A service is called; what leaves its node in the picture is what was meant for it.
                if (!namespace.isEmpty()) {
                    labels.add(equal("destination_service_namespace", namespace));
                }
                labels.add(equal("destination_service_name", name));
            }
            default -> {
                labels.add(equal(prefix + "_workload", "unknown"));
            }
        }
        return Optional.of(labels);
    }

    private static String equal(String label, String value) {
        return label + "=\"" + value + "\"";
    }

    /** A sum over what callers report, or where they report nothing, over what the called report. */
    String sum(String by, String metric, long rangeSeconds) {
        return "(%1$s) or (%2$s)"
                .formatted(side(by, metric, rangeSeconds, "source"), side(by, metric, rangeSeconds, "destination"));
    }

    /** The sum of one reporter, without a choice: a histogram needs it inside another function. */
    String side(String by, String metric, long rangeSeconds, String reporter) {
        return "sum %s (rate(%s{reporter=\"%s\",%s}[%ds]))"
                .formatted(by, metric, reporter, String.join(",", matchers), rangeSeconds);
    }
}
