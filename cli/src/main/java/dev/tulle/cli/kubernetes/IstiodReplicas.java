package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.JsonClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The control plane's pods. A proxy is connected to one of them, so a question goes to all. */
final class IstiodReplicas implements AutoCloseable {
    /** Where /debug, /version and /metrics are. */
    static final int PORT = 15014;

    static final Map<String, String> LABELS = Map.of("app", "istiod");
    private static final int ATTEMPTS = 2;

    private final ApiServer server;
    private final Forwarding forwarding;
    private final JsonClient http;
    private final String namespace;
    private final Map<PodName, Forward> forwards = new ConcurrentHashMap<>();

    IstiodReplicas(ApiServer server, Forwarding forwarding, JsonClient http, String namespace) {
        this.server = server;
        this.forwarding = forwarding;
        this.http = http;
        this.namespace = namespace;
    }

    /** What one of them answered. */
    record Answer(String replica, JsonNode json) {}

    /** Asks every ready replica at once; one that goes away meanwhile is no failure as long as the others answer. */
    List<Answer> ask(String path, Duration limit) throws InterruptedException, CommandFailure {
        for (var attempt = 1; ; attempt++) {
            try {
                return ask(ready(), path, limit);
            } catch (CommandFailure e) {
                close();
                if (attempt == ATTEMPTS || isAbsent(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isAbsent(CommandFailure failure) {
        return String.valueOf(failure.getMessage()).startsWith("no ready istiod");
    }

    /** The ready replicas; a failure when there is none. */
    List<PodName> ready() throws InterruptedException, CommandFailure {
        var pods = RunningPods.find(server, namespace, LABELS);
        var ready = pods.stream()
                .filter(RunningPods::isReady)
                .map(RunningPods::name)
                .toList();
        if (ready.isEmpty()) {
            throw new CommandFailure("no ready istiod pod in namespace " + namespace + " of " + server
                    + (pods.isEmpty() ? "" : " (" + pods.size() + " not ready)")
                    + ": `make deploy` installs the control plane, -i names another namespace");
        }
        return ready;
    }

    private List<Answer> ask(List<PodName> replicas, String path, Duration limit)
            throws InterruptedException, CommandFailure {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var questions = replicas.stream()
                    .map(replica -> threads.submit(() ->
                            new Answer(replica.name(), http.get(forward(replica).url() + path, limit))))
                    .toList();
            var answers = new ArrayList<Answer>();
            for (var question : questions) {
                answers.add(question.get());
            }
            return answers;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private Forward forward(PodName replica) throws CommandFailure {
        var open = forwards.get(replica);
        if (open == null) {
            open = forwarding.open(replica, PORT, 0);
            forwards.put(replica, open);
        }
        return open;
    }

    @Override
    public void close() {
        forwards.values().forEach(Forward::close);
        forwards.clear();
    }
}
