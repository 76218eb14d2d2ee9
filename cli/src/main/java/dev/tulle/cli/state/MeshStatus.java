package dev.tulle.cli.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a supervisor says of itself in {@code supervisor.json}.
 *
 * @param pid of the supervisor
 * @param start its start time, which tells it from a later process of that pid
 * @param answer the body of the first answer that came through the whole mesh; empty before, and without a gateway
 */
public record MeshStatus(long pid, long start, Phase phase, String answer, List<Address> addresses) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far it is. */
    public enum Phase {
        STARTING,
        /** The first request has been answered. */
        RUNNING
    }

    /** Where a part answers. */
    public record Address(String part, String url) {}

    public MeshStatus {
        addresses = List.copyOf(addresses);
    }

    /** What the last supervisor of that directory said; empty when there was none. It may be dead. */
    public static Optional<MeshStatus> read(StateDirectory state) throws IOException {
        try {
            return Optional.of(read(JSON.readTree(Files.readString(state.supervisor()))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException(state.supervisor() + " is not what a supervisor writes", e);
        }
    }

    private static MeshStatus read(JsonNode json) {
        var addresses = new ArrayList<Address>();
        json.path("addresses")
                .forEach(address -> addresses.add(new Address(
                        address.path("part").asText(), address.path("url").asText())));
        return new MeshStatus(
                json.path("pid").asLong(),
                json.path("start").asLong(),
                Phase.valueOf(json.path("phase").asText().toUpperCase(Locale.ROOT)),
                json.path("answer").asText(),
                addresses);
    }

    /** Replaces what was said before. */
    public void write(StateDirectory state) throws IOException {
        AtomicFiles.write(state.supervisor(), json().toPrettyString() + "\n");
    }

    /** The same as JSON. */
    public JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("pid", pid).put("start", start).put("phase", phase.name().toLowerCase(Locale.ROOT));
        json.put("answer", answer);
        var list = json.putArray("addresses");
        addresses.forEach(
                address -> list.addObject().put("part", address.part()).put("url", address.url()));
        return json;
    }

    /** The first address of that part. */
    public Optional<String> url(String part) {
        return addresses.stream()
                .filter(address -> address.part().equals(part))
                .map(Address::url)
                .findFirst();
    }
}
