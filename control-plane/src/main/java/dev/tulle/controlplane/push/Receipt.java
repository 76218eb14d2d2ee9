package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far one generation of one object has come.
 *
 * @param object which
 * @param generation counts its semantic changes; 0 when unknown
 * @param state live on all, on its way, refused, never seen, or deleted
 * @param live connected proxies that have it
 * @param of connected proxies that shall have it
 * @param time from seeing the change to the last ACK; empty while pending
 * @param reason why it is nowhere, or what is missing; empty when all is well
 * @param nacks proxies that refused it, with Envoy's words
 * @param problems what is wrong in it
 */
public record Receipt(
        ConfigKey object,
        long generation,
        State state,
        int live,
        int of,
        Optional<Duration> time,
        String reason,
        List<Nack> nacks,
        List<Problem> problems) {
    /** Where it stands. */
    public enum State {
        LIVE,
        PENDING,
        REFUSED,
        UNKNOWN,
        DELETED
    }

    /** One proxy's refusal. */
    public record Nack(String proxy, String message) {}

    public Receipt {
        nacks = List.copyOf(nacks);
        problems = List.copyOf(problems);
    }
}
