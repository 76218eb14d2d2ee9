package dev.tulle.mesh.model;

import java.time.Duration;
import java.util.Optional;

/** Faults that the proxy makes on purpose. Source: VirtualService http[].fault. */
public record FaultInjection(Optional<Delay> delay, Optional<Abort> abort) {
    /** fault.delay: fixedDelay on a share of the requests. */
    public record Delay(Duration fixed, Fraction share) {}

    /** fault.abort on a share of the requests. */
    public record Abort(Answer answer, Fraction share) {}

    /** What an aborted request gets. */
    public sealed interface Answer {
        /** httpStatus, 200 to 599. */
        record HttpStatus(int code) implements Answer {}

        /** grpcStatus, 0 to 16. */
        record GrpcStatus(int code) implements Answer {}
    }
}
