package dev.tulle.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tulle.cli.CommandFailure;
import java.time.Duration;
import java.util.Set;

/**
 * What a proxy says of itself on its admin port. Nothing secret is handed on, whatever Envoy itself leaves out.
 *
 * @param url of the admin port, without a slash at the end
 */
public record EnvoyAdmin(String url, JsonClient http) {
    /** Where every proxy's admin port is. */
    public static final int PORT = 15000;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Set<String> SECRET =
            Set.of("private_key", "password", "session_ticket_keys", "generic_secret", "private_key_provider");

    /** The whole configuration that is in force, endpoints included. */
    public JsonNode configDump() throws InterruptedException, CommandFailure {
        return redacted(http.get(url + "/config_dump?include_eds", LIMIT));
    }

    /** The state of each endpoint. */
    public JsonNode clusters() throws InterruptedException, CommandFailure {
        return http.get(url + "/clusters?format=json", LIMIT);
    }

    /** The same with every secret field's value replaced. */
    static JsonNode redacted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> copy.set(
                                field.getKey(),
                                SECRET.contains(field.getKey())
                                        ? TextNode.valueOf("[redacted]")
                                        : redacted(field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(redacted(item)));
                yield copy;
            }
            default -> node;
        };
    }
}
