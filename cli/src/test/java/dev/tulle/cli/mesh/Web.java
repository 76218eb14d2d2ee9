package dev.tulle.cli.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Asks the mesh and its observers over HTTP, as a user's browser or load generator would. */
final class Web implements AutoCloseable {
    static final String GATEWAY = "http://127.0.0.1:8080/";
    static final String PROMETHEUS = "http://127.0.0.1:9090";
    static final String ZIPKIN = "http://127.0.0.1:9411";
    static final String CONSOLE = "http://127.0.0.1:20001";
    static final String CONTROL_PLANE = "http://127.0.0.1:15014";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** Status and body. */
    record Answer(int status, String body) {
        static final Answer NONE = new Answer(0, "");
    }

    /** What a run of requests gave: how often each answer came. */
    record Tally(Map<Answer, Integer> answers) {
        int total() {
            return answers.values().stream().mapToInt(Integer::intValue).sum();
        }

        int withBodyEnding(String end) {
            return answers.entrySet().stream()
                    .filter(entry -> entry.getKey().body().endsWith(end))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        int withStatus(int status) {
            return answers.entrySet().stream()
                    .filter(entry -> entry.getKey().status() == status)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    /** One GET; an IOException counts as status 0. */
    Answer get(String url) {
        try {
            var response = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Answer(0, String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A JSON document. */
    JsonNode json(String url) {
        return parse(get(url).body());
    }

    /** The document in that text. */
    JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The result vector of an instant query. */
    JsonNode query(String promql) {
        return json(PROMETHEUS + "/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8))
                .path("data")
                .path("result");
    }

    /** So many GETs, eight at a time. */
    Tally send(String url, int requests) {
        var answers = new TreeMap<String, Integer>();
        var byText = new TreeMap<String, Answer>();
        try (var workers = Executors.newFixedThreadPool(8)) {
            IntStream.range(0, requests).mapToObj(i -> workers.submit(() -> get(url))).toList().stream()
                    .map(Web::await)
                    .forEach(answer -> {
                        byText.put(answer.toString(), answer);
                        answers.merge(answer.toString(), 1, Integer::sum);
                    });
        }
        var tally = new HashMap<Answer, Integer>();
        answers.forEach((text, count) -> tally.put(byText.get(text), count));
        return new Tally(tally);
    }

    /** Sends requests one after the other on four connections until told to stop. */
    Load startLoad(String url) {
        return new Load(this, url);
    }

    /** A load in the background. */
    static final class Load implements AutoCloseable {
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final ConcurrentHashMap<Answer, Integer> answers = new ConcurrentHashMap<>();
        private final ExecutorService workers = Executors.newFixedThreadPool(4);

        private Load(Web web, String url) {
            for (var i = 0; i < 4; i++) {
                workers.execute(() -> {
                    while (running.get()) {
                        answers.merge(web.get(url), 1, Integer::sum);
                    }
                });
            }
        }

        /** Ends the load and tells what came back. */
        Tally stop() {
            close();
            return new Tally(Map.copyOf(answers));
        }

        @Override
        public void close() {
            running.set(false);
            workers.close();
        }
    }

    private static Answer await(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
