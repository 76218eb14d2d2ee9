package dev.tulle.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.mesh.config.ConfigKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the control plane says of an object.
 *
 * @param name the object's
 * @param generation counts its semantic changes; 0 when it is not known
 * @param reach how far it has come
 * @param reason why it is nowhere, or what is missing; empty when all is well
 * @param refusals who refused it, with Envoy's words
 * @param problems what is wrong in it, one line each
 * @param json as it was answered
 */
public record Receipt(
        String name,
        long generation,
        Reach reach,
        String reason,
        List<String> refusals,
        List<String> problems,
        JsonNode json) {
    /** Where it stands. */
    public enum State {
        LIVE,
        PENDING,
        REFUSED,
        UNKNOWN,
        DELETED
    }

    /**
     * How far it has come.
     *
     * @param live proxies that have it
     * @param of proxies that shall have it
     * @param millis from seeing the change to the last ACK
     */
    public record Reach(State state, int live, int of, long millis) {}

    public Receipt {
        refusals = List.copyOf(refusals);
        problems = List.copyOf(problems);
    }

    /** The question for a receipt, on the control plane's management port. */
    public static String path(ConfigKey key, Wanted form, Duration wait) {
        return "/debug/receipts?group=" + encoded(key.group()) + "&kind=" + encoded(key.kind()) + "&namespace="
                + encoded(key.namespace()) + "&name=" + encoded(key.name()) + "&wait=" + wait.toMillis() + "ms"
                + form.digest().map(value -> "&digest=" + encoded(value)).orElse("")
                + (form.generation().isPresent()
                        ? "&generation=" + form.generation().getAsLong()
                        : "");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The answer to it. */
    public static Receipt read(JsonNode json) {
        var refusals = new ArrayList<String>();
        json.path("nacks")
                .forEach(nack -> refusals.add(nack.path("proxy").asText() + ": "
                        + nack.path("message").asText()));
        var problems = new ArrayList<String>();
        json.path("problems").forEach(problem -> problems.add(problem(problem)));
        return new Receipt(
                json.path("object").path("name").asText(),
                json.path("generation").asLong(),
                new Reach(
                        State.valueOf(json.path("state").asText("unknown").toUpperCase(Locale.ROOT)),
                        json.path("live").asInt(),
                        json.path("of").asInt(),
                        json.path("millis").asLong()),
                json.path("reason").asText(),
                refusals,
                problems,
                json);
    }

    /** {@code live on 5 of 5 proxies in 14 ms}. */
    public String words() {
        var proxies = reach.live() + " of " + reach.of() + (reach.of() == 1 ? " proxy" : " proxies");
        return switch (reach.state()) {
            case LIVE ->
                reach.of() == 0
                        ? (reason.isEmpty() ? "affects no proxy" : reason)
                        : "live on " + proxies + " in " + reach.millis() + " ms";
            case PENDING -> "pending: live on " + proxies + because();
            case REFUSED -> "refused" + because();
            case UNKNOWN -> "unknown" + because();
            case DELETED -> "deleted" + because();
        };
    }

    /** Whether what was asked for is in force. */
    public boolean isGood() {
        return reach.state() == State.LIVE;
    }

    private String because() {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String problem(JsonNode problem) {
        var path = problem.path("path").asText();
        var effect = problem.path("effect").asText();
        return problem.path("severity").asText().toLowerCase(Locale.ROOT) + ": "
                + problem.path("origin").asText() + ": " + (path.isEmpty() ? "" : path + ": ")
                + problem.path("message").asText() + (effect.isEmpty() ? "" : "; " + effect);
    }
}
