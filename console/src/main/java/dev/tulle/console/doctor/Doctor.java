package dev.tulle.console.doctor;

import dev.tulle.console.doctor.Finding.Severity;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.traces.ZipkinClient;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks every question at once; each takes at most the time limit of its own questions. Thread: any; blocks. */
@Singleton
public class Doctor {
    private final List<Check> checks;

    Doctor(ControlPlaneClient controlPlane, PrometheusClient prometheus, ZipkinClient zipkin) {
        var clock = InstantSource.system();
        checks = List.of(
                new ConfigProblems(controlPlane),
                new ProxyStates(controlPlane, clock),
                new MissingProxies(controlPlane),
                new EmptyServices(controlPlane),
                new Scrapes(prometheus, clock),
                new FailingCalls(prometheus, clock),
                new Traces(zipkin));
    }

    /** Every fault, the worst first; empty for a mesh that is well. */
    public List<Finding> examine() throws InterruptedException {
        var questions = checks.stream()
                .map(check -> (Callable<List<Finding>>) () -> answer(check))
                .toList();
        var all = new TreeSet<Finding>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(questions)) {
                all.addAll(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question of the doctor has a bug", e.getCause());
        }
        return new ArrayList<>(all);
    }

    private static List<Finding> answer(Check check) {
        try {
            return check.findings();
        } catch (Unreachable e) {
            return List.of(new Finding(
                    Severity.ERROR,
                    "TUL0201",
                    "control plane",
                    "the control plane " + e.getMessage(),
                    "start it; traffic goes on without it, but nothing new reaches the proxies"));
        } catch (PrometheusUnavailable e) {
            return List.of(new Finding(
                    Severity.ERROR,
                    "TUL0202",
                    "Prometheus",
                    String.valueOf(e.getMessage()),
                    "start it, or set tulle.console.prometheus"));
        }
    }
}
