package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.FaultInjection;
import dev.tulle.mesh.model.FaultInjection.Abort;
import dev.tulle.mesh.model.FaultInjection.Answer;
import dev.tulle.mesh.model.FaultInjection.Delay;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.List;
import java.util.Optional;

/** Reads fault. Source: VirtualService HTTPFaultInjection. */
final class Faults {
    private static final List<String> GRPC_STATUS = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private Faults() {}

    static Optional<FaultInjection> read(Fields rule) {
        var found = rule.mapping("fault");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var fault = found.get();
        var delay = fault.mapping("delay").flatMap(Faults::delay);
        var abort = fault.mapping("abort").flatMap(Faults::abort);
        if (!fault.has("delay") && !fault.has("abort")) {
            rule.error("fault", "does nothing, expected delay or abort");
        }
        return Optional.of(new FaultInjection(delay, abort));
    }

    private static Optional<Delay> delay(Fields delay) {
        delay.unsupported("exponentialDelay");
        if (!delay.has("exponentialDelay")) {
            delay.require("fixedDelay");
        }
        var share = share(delay, "delayed");
        return delay.duration("fixedDelay").map(fixed -> new Delay(fixed, share));
    }

    private static Optional<Abort> abort(Fields abort) {
        abort.unsupported("http2Error");
        if (abort.has("httpStatus") == abort.has("grpcStatus") && !abort.has("http2Error")) {
            abort.error("httpStatus", "expected exactly one of httpStatus and grpcStatus");
        }
        var share = share(abort, "aborted");
        var http = abort.integer("httpStatus", 200, 599);
        var grpc = abort.choice("grpcStatus", GRPC_STATUS);
        Optional<Answer> answer = http.isPresent()
                ? Optional.of(new Answer.HttpStatus(http.getAsInt()))
                : grpc.map(name -> new Answer.GrpcStatus(GRPC_STATUS.indexOf(name)));
        return answer.map(status -> new Abort(status, share));
    }

    private static Fraction share(Fields fault, String done) {
        var share = Shares.read(fault, "percentage", "percent");
        if (share.isEmpty()) {
            fault.warning("", "percentage", "missing, expected the share of requests", "no request is " + done);
        }
        return share.orElseGet(() -> new Fraction(0));
    }
}
