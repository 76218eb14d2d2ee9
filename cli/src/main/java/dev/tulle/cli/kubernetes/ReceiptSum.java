package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** One receipt from those of all replicas, each of which knows only its own proxies. */
final class ReceiptSum {
    private static final String NOT_SEEN = "the object was not seen";

    private ReceiptSum() {}

    /** What was asked for. */
    enum Wanted {
        PRESENT,
        /** A replica that began after the deletion has never seen the object, which is as good as deleted. */
        DELETED
    }

    /** The proxies are added up; the state is that of the replica that is furthest from done. */
    static JsonNode of(List<JsonNode> receipts, Wanted wanted) {
        var known = receipts.stream()
                .filter(receipt -> wanted == Wanted.PRESENT
                        || !receipt.path("reason").asText().equals(NOT_SEEN))
                .toList();
        if (known.isEmpty()) {
            return receipts.getFirst() instanceof ObjectNode first
                    ? first.deepCopy().put("state", "deleted").put("reason", "")
                    : receipts.getFirst();
        }
        return known.size() == 1 ? known.getFirst() : sum(known);
    }

    private static JsonNode sum(List<JsonNode> receipts) {
        var worst = receipts.stream()
                .max(Comparator.comparingInt(ReceiptSum::badness))
                .orElseThrow();
        var sum = JsonNodeFactory.instance.objectNode();
        sum.set("object", worst.path("object"));
        sum.put("generation", max(receipts, "generation"));
        sum.put("state", worst.path("state").asText());
        sum.put("live", total(receipts, "live"));
        sum.put("of", total(receipts, "of"));
        sum.put("millis", max(receipts, "millis"));
        var nowhere = worst.path("state").asText().equals("live") && total(receipts, "of") > 0;
        sum.put("reason", nowhere ? "" : worst.path("reason").asText());
        sum.putArray("nacks").addAll(distinct(receipts, "nacks"));
        sum.putArray("problems").addAll(distinct(receipts, "problems"));
        return sum;
    }

    private static int badness(JsonNode receipt) {
        return switch (receipt.path("state").asText()) {
            case "refused" -> 3;
            case "pending" -> 2;
            case "unknown" -> 1;
            default -> 0;
        };
    }

    private static long total(List<JsonNode> receipts, String field) {
        return receipts.stream()
                .mapToLong(receipt -> receipt.path(field).asLong())
                .sum();
    }

    private static long max(List<JsonNode> receipts, String field) {
        return receipts.stream()
                .mapToLong(receipt -> receipt.path(field).asLong())
                .max()
                .orElse(0);
    }

    private static Collection<JsonNode> distinct(List<JsonNode> receipts, String field) {
        var all = new LinkedHashSet<JsonNode>();
        receipts.forEach(receipt -> receipt.path(field).forEach(all::add));
        return all;
    }
}
