package dev.tulle.gateway;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error in words. Source: RFC 9457.
 *
 * @param status the HTTP status that it comes with
 * @param detail what happened, one sentence
 * @param flags Envoy's response flags, empty when the gateway itself is the one that failed
 */
record Problem(int status, String detail, List<String> flags) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        flags = List.copyOf(flags);
    }

    /** The words for an answer of Envoy with these response flags, {@code UF,URX}. */
    static Problem of(int status, String responseFlags) {
        var flags = List.of(responseFlags.strip().split("\\s*,\\s*", -1));
        var detail = flags.stream()
                .map(flag -> ResponseFlag.named(flag).map(ResponseFlag::words).orElse("Envoy says " + flag))
                .collect(Collectors.joining("; "));
        return new Problem(status, detail, flags);
    }

    /** Whether the Accept header asks for problem documents by name; a wildcard does not. */
    static boolean isAskedFor(MultiMap requestHeaders) {
        return requestHeaders.getAll(HttpHeaders.ACCEPT).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(Problem::namesProblems);
    }

    private static boolean namesProblems(String range) {
        var parts = List.of(range.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1));
        return parts.getFirst().equals(MEDIA_TYPE) && parts.stream().noneMatch(part -> part.matches("q=0(\\.0*)?"));
    }

    /** The document. */
    String json() {
        var document = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail);
        if (!flags.isEmpty()) {
            document.put("flags", new JsonArray(flags));
        }
        return document.encode();
    }
}
