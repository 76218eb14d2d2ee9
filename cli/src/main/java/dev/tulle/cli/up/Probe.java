package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ProbeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks one probe's question again and again, and says when its answer turns. Until it first passes it asks five times a second,
 * so that a start is noticed at once; failures still count by the period that was written.
 *
 * <p>Thread: called only on the loop.
 */
final class Probe {
    private static final Duration IMPATIENT = Duration.ofMillis(200);

    private final Loop loop;
    private final HealthChecks checks;
    private final ProbeSpec spec;
    private final String address;
    private final Consumer<Verdict> listener;
    private Optional<Loop.Timer> next = Optional.empty();
    private long firstAskedNanos;
    private boolean cancelled;
    private boolean everPassed;
    private Optional<Verdict> verdict = Optional.empty();
    private int successes;
    private int failures;

    /** What a probe found. */
    enum Verdict {
        PASSED,
        FAILED
    }

    Probe(Loop loop, HealthChecks checks, ProbeSpec spec, String address, Consumer<Verdict> listener) {
        this.loop = loop;
        this.checks = checks;
        this.spec = spec;
        this.address = address;
        this.listener = listener;
    }

    /** The process has just been started. */
    void start() {
        next = Optional.of(loop.after(spec.initialDelay(), () -> {
            firstAskedNanos = System.nanoTime();
            ask();
        }));
    }

    /** Nothing more will be said. */
    void cancel() {
        cancelled = true;
        next.ifPresent(Loop.Timer::cancel);
    }

    private void ask() {
        loop.when(checks.check(spec.check(), address, spec.timing().timeout()), this::answered);
    }

    private void answered(boolean passed) {
        if (cancelled) {
            return;
        }
        if (passed) {
            passed();
        } else if (everPassed || waitedLongerThanWritten()) {
            failed();
        }
        if (!cancelled) {
            next = Optional.of(loop.after(everPassed ? spec.timing().period() : IMPATIENT, this::ask));
        }
    }

    private void passed() {
        failures = 0;
        successes++;
        if (!everPassed || successes >= spec.successes()) {
            everPassed = true;
            become(Verdict.PASSED);
        }
    }

    private void failed() {
        successes = 0;
        failures++;
        if (!everPassed || failures >= spec.failures()) {
            become(Verdict.FAILED);
        }
    }

    private void become(Verdict found) {
        if (!verdict.equals(Optional.of(found))) {
            verdict = Optional.of(found);
            listener.accept(found);
        }
    }

    private boolean waitedLongerThanWritten() {
        var limit = spec.timing().period().multipliedBy(spec.failures());
        return System.nanoTime() - firstAskedNanos > limit.toNanos();
    }
}
