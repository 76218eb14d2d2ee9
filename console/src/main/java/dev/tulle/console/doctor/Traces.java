package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.traces.ZipkinClient;
import java.util.List;

/** Does Zipkin answer? */
record Traces(ZipkinClient zipkin) implements Check {
    @Override
    public List<Finding> findings() {
        try {
            zipkin.services();
            return List.of();
        } catch (Unreachable e) {
            return List.of(new Finding(
                    Severity.NOTE,
                    "TUL0210",
                    "Zipkin",
                    "Zipkin " + e.getMessage() + ": there are no traces",
                    "start it"));
        }
    }
}
