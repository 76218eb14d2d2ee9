package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.EncodedResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The responses of one type on one stream that wait for their ACK.
 *
 * <p>Thread: called only from the push loop.
 */
final class InFlight {
    private final Map<String, SentResponse> responses = new LinkedHashMap<>();
    private String lastSent = "";
    private String lastAccepted = "";

    void add(String nonce, SentResponse response) {
        lastSent = nonce;
        responses.put(nonce, response);
    }

    /** Takes the response of that nonce out; empty when the nonce is stale. */
    Optional<SentResponse> take(String nonce) {
        return Optional.ofNullable(responses.remove(nonce));
    }

    void accepted(String nonce) {
        lastAccepted = nonce;
    }

    /** The nonce of the last response, empty when there was none. */
    String lastSent() {
        return lastSent;
    }

    /** The nonce of the last response that was ACKed. */
    String lastAccepted() {
        return lastAccepted;
    }

    boolean isEmpty() {
        return responses.isEmpty();
    }

    /** Whether one of them is younger than that. */
    boolean hasYoungerThan(Duration age) {
        var now = System.nanoTime();
        return responses.values().stream().anyMatch(sent -> now - sent.sentNanos() < age.toNanos());
    }

    /** Whether they are removals only. */
    boolean bringsNothing() {
        return responses.values().stream().allMatch(sent -> sent.resources().isEmpty());
    }

    boolean brings(String name) {
        return responses.values().stream().anyMatch(sent -> sent.resources().containsKey(name));
    }

    /** Whether that very version is on its way. */
    boolean brings(EncodedResource resource) {
        for (var sent : responses.values()) {
            var other = sent.resources().get(resource.name());
            if (other != null && other.version().equals(resource.version())) {
                return true;
            }
        }
        return false;
    }

    boolean removes(String name) {
        return responses.values().stream().anyMatch(sent -> sent.removed().contains(name));
    }
}
