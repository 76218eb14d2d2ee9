package dev.tulle.cli.up;

import dev.tulle.cli.manifests.ContainerSpec.Probes;
import dev.tulle.cli.manifests.ProbeSpec;
import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.cli.manifests.WorkloadSpec.Published;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.process.ProcessSpec;
import dev.tulle.cli.process.ProcessStarter;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.MeshStatus.Address;
import dev.tulle.cli.state.MeshStatus.Phase;
import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A running mesh: starts its parts, keeps them running, follows the watched directory, and stops them in reverse order.
 *
 * <p>Thread: public methods from any thread; the rest only on the loop.
 */
final class Supervisor {
    static final String GATEWAY = "http://127.0.0.1:8080/";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration CERTIFICATE_POLL = Duration.ofMillis(50);
    private static final Duration TOKEN_CHECK = Duration.ofMinutes(10);
    private static final Duration PART_GRACE = Duration.ofSeconds(5);
    private static final int HOPELESS = 3;

    private final StateDirectory state;
    private final Progress progress;
    private final Loop loop = new Loop();
    private final Supervision supervision;
    private final DesiredWorkloads desired;
    private final Pods pods;
    private final Prometheus prometheus;
    private final ServiceAccountTokens tokens;
    private final Container controlPlane;
    private final Optional<Container> metrics;
    private final Optional<Container> traces;
    private final Optional<Container> console;
    private final FirstRequest firstRequest;
    private final CompletableFuture<String> running = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Set<String> reported = new HashSet<>();
    /** Workloads that nobody waits for any more: they crash again and again. */
    private final Set<String> hopeless = new HashSet<>();

    private boolean endsWhenHopeless;
    private boolean asking;
    private boolean stopping;

    Supervisor(StateDirectory state, Installation installation, Tools tools, Programs programs, Progress progress)
            throws IOException, UnusableEnvironment {
        this.state = state;
        this.progress = progress;
        supervision = new Supervision(loop, new ProcessStarter(state), new HealthChecks());
        tokens = ServiceAccountTokens.create(state, Clock.systemUTC());
        prometheus = new Prometheus(state, ControlPlane.HOST + ":" + ControlPlane.MANAGEMENT_PORT);
        firstRequest = new FirstRequest(loop);
        desired = new DesiredWorkloads(new ConfigDirectory(state.config()), programs);
        var proxies = new Proxies(tools.envoy(), state, tokens, "cluster.local");
        pods = new Pods(new PodProcesses(supervision, state, programs, proxies), Clock.systemUTC(), new PodEvents());
        controlPlane = part(
                ControlPlane.process(state, installation),
                new ProbeSpec.Check.HttpGet(ControlPlane.MANAGEMENT_PORT, "/ready"),
                "control plane");
        metrics = tools.prometheus().isPresent()
                ? Optional.of(part(
                        prometheus.process(tools.prometheus().get()),
                        new ProbeSpec.Check.HttpGet(Prometheus.PORT, "/-/ready"),
                        "Prometheus"))
                : Optional.empty();
        traces = tools.zipkin()
                .map(jar -> part(
                        Zipkin.process(jar, installation),
                        new ProbeSpec.Check.HttpGet(Zipkin.PORT, "/health"),
                        "Zipkin"));
        console = tools.console()
                .flatMap(module -> Console.process(installation))
                .map(spec -> part(spec, new ProbeSpec.Check.HttpGet(Console.PORT, "/q/health/live"), "console"));
    }

    /** A part or a workload that crashes again and again before the first answer fails the start. Call it before that. */
    Supervisor endingWhenHopeless() {
        endsWhenHopeless = true;
        return this;
    }

    /** Starts every part; completes with the body of the first answer that came through the whole mesh. */
    CompletableFuture<String> start() {
        loop.post(this::begin);
        return running;
    }

    /** Completes, exceptionally, when supervision itself has failed. */
    CompletableFuture<Void> failure() {
        return loop.failure();
    }

    /** Stops every part, in reverse order; completes when no process is left. */
    CompletableFuture<Void> stop() {
        loop.post(() -> {
            if (stopping) {
                return;
            }
            stopping = true;
            loop.when(
                    pods.stop()
                            .thenCompose(none -> CompletableFuture.allOf(stop(console), stop(traces), stop(metrics)))
                            .thenCompose(none -> controlPlane.stop(PART_GRACE)),
                    none -> stopped.complete(null));
        });
        return stopped;
    }

    /** What is not there yet, in words. */
    String missing() {
        if (!controlPlane.isReady()) {
            return "the control plane is not ready, see " + state.log("control-plane");
        }
        var waiting = waiting();
        if (!waiting.isEmpty()) {
            return "not ready: " + String.join(", ", waiting) + "; see " + state.logs();
        }
        return GATEWAY + " answers " + firstRequest.lastAnswer();
    }

    private static CompletableFuture<Void> stop(Optional<Container> part) {
        return part.map(container -> container.stop(PART_GRACE)).orElse(CompletableFuture.completedFuture(null));
    }

    private void begin() {
        say();
        controlPlane.start();
        metrics.ifPresent(Container::start);
        follow();
        startEnvoysWithCertificate();
        loop.every(LOOK_AGAIN, this::follow);
        loop.every(TOKEN_CHECK, tokens::renew);
    }

    private void startEnvoysWithCertificate() {
        if (Files.exists(state.rootCertificate())) {
            pods.startEnvoys();
        } else {
            loop.after(CERTIFICATE_POLL, this::startEnvoysWithCertificate);
        }
    }

    /** Does what the watched directory says; when it cannot be read, all goes on as it is. */
    private void follow() {
        if (stopping) {
            return;
        }
        try {
            if (desired.refresh()) {
                pods.desire(desired.workloads());
            }
        } catch (IOException e) {
            report(state.config() + " cannot be read (" + e + "): everything keeps running as it is");
        }
        desired.problems().forEach(problem -> report(problem.toString()));
    }

    private void report(String message) {
        if (reported.add(message)) {
            progress.warning(message);
        }
    }

    private Container part(ProcessSpec spec, ProbeSpec.Check check, String name) {
        var timing = new ProbeSpec.Timing(Duration.ofSeconds(1), Duration.ofSeconds(2));
        var probes = new Probes(
                Optional.empty(), Optional.of(new ProbeSpec(check, Duration.ZERO, timing, 1, 3)), Optional.empty());
        return new Container(supervision, spec, probes, "127.0.0.1", new Container.Events() {
            @Override
            public void readinessChanged() {
                if (!stopping && reported.add("ready: " + name)) {
                    progress.ready(name, url(name));
                }
                advance();
            }

            @Override
            public void restarting(ProcessSpec process, String reason, int crashes) {
                crashed(name, process, reason, crashes);
            }
        });
    }

    private void crashed(String name, ProcessSpec process, String reason, int crashes) {
        var message = name + " " + reason + " and is started again; see " + state.log(process.name());
        progress.warning(message);
        if (crashes >= HOPELESS && endsWhenHopeless) {
            running.completeExceptionally(new UnusableEnvironment(
                    name + " " + reason + ", " + crashes + " times; see " + state.log(process.name())));
        }
    }

    private final class PodEvents implements Pods.Listener {
        @Override
        public void changed() {
            prometheus.targets(pods.running());
            for (var workload : desired.workloads()) {
                if (pods.readyOf(workload) == workload.replicas() && reported.add("ready: " + workload.id())) {
                    progress.ready(workload.id(), workload.replicas() == 1 ? "1 pod" : workload.replicas() + " pods");
                }
            }
            say();
            advance();
        }

        @Override
        public void restarting(PodIdentity pod, ProcessSpec process, String reason, int crashes) {
            crashed(process.name(), process, reason, crashes);
            if (crashes >= HOPELESS && hopeless.add(pod.workloadId())) {
                advance();
            }
        }
    }

    /** Once all pods are ready, the first request is sent; once it is answered, the mesh runs. */
    private void advance() {
        if (stopping || running.isDone() || asking) {
            return;
        }
        var waiting = waiting();
        if (!controlPlane.isReady() || !waiting.isEmpty()) {
            progress.waiting(controlPlane.isReady() ? String.join(", ", waiting) : "the control plane");
            return;
        }
        asking = true;
        if (!hasGateway()) {
            runs("");
            return;
        }
        progress.waiting(GATEWAY);
        loop.when(firstRequest.send(URI.create(GATEWAY)), this::runs);
    }

    private void runs(String answer) {
        running.complete(answer);
        say();
        console.ifPresent(Container::start);
        // Last: it is the heaviest start of all, and no request waits for it.
        traces.ifPresent(Container::start);
    }

    private boolean hasGateway() {
        return desired.workloads().stream()
                .anyMatch(workload -> workload.template().published() == Published.YES);
    }

    private List<String> waiting() {
        return desired.workloads().stream()
                .filter(workload -> pods.readyOf(workload) < workload.replicas())
                .map(WorkloadSpec::id)
                .filter(workload -> !hopeless.contains(workload))
                .sorted()
                .toList();
    }

    private void say() {
        if (stopping || running.isCompletedExceptionally()) {
            return;
        }
        var phase = running.isDone() ? Phase.RUNNING : Phase.STARTING;
        var self = ProcessIdentity.current();
        try {
            new MeshStatus(self.pid(), self.start(), phase, running.getNow(""), addresses()).write(state);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + state.supervisor(), e);
        }
    }

    /** Where each part answers, the console first. */
    List<Address> addresses() {
        var addresses = new ArrayList<Address>();
        console.ifPresent(part -> addresses.add(new Address("console", url("console"))));
        if (hasGateway()) {
            addresses.add(new Address("gateway", GATEWAY));
        }
        metrics.ifPresent(part -> addresses.add(new Address("Prometheus", url("Prometheus"))));
        traces.ifPresent(part -> addresses.add(new Address("Zipkin", url("Zipkin"))));
        addresses.add(new Address("control plane", url("control plane")));
        for (var pod : pods.running()) {
            addresses.add(new Address(
                    pod.identity().name() + "." + pod.identity().namespace(),
                    "http://" + pod.identity().proxyAddress() + ":" + Proxies.ADMIN_PORT + "/"));
        }
        return addresses;
    }

    private static String url(String part) {
        return switch (part) {
            case "console" -> "http://" + Console.HOST + ":" + Console.PORT + "/";
            case "Prometheus" -> "http://127.0.0.1:" + Prometheus.PORT + "/";
            case "Zipkin" -> "http://127.0.0.1:" + Zipkin.PORT + "/zipkin/";
            default -> "http://" + ControlPlane.HOST + ":" + ControlPlane.MANAGEMENT_PORT + "/";
        };
    }
}
