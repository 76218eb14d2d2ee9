package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * One folder below {@code inject/} or {@code validate/}: {@code in.json}, an AdmissionReview; {@code snapshot.yaml}, what is in the
 * cluster already; {@code out.json}, the answer, its patch in clear.
 */
record AdmissionCase(String webhook, Path folder) {
    private static final Path ROOT = Path.of("src/test/resources/golden/webhooks");

    static List<AdmissionCase> all() {
        return Stream.of("inject", "validate")
                .flatMap(webhook -> folders(ROOT.resolve(webhook)).map(folder -> new AdmissionCase(webhook, folder)))
                .toList();
    }

    private static Stream<Path> folders(Path root) {
        try (var files = Files.list(root)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return webhook + "/" + folder.getFileName();
    }

    String in() {
        return read("in.json");
    }

    String out() {
        return read("out.json");
    }

    void rewrite(String out) {
        try {
            Files.writeString(folder.resolve("out.json"), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigSnapshot snapshot() {
        var yaml = read("snapshot.yaml");
        return yaml.isEmpty()
                ? ConfigSnapshot.EMPTY
                : ConfigSnapshot.of(ConfigParser.parse("snapshot.yaml", yaml.getBytes(StandardCharsets.UTF_8))
                        .objects());
    }

    /** The answer as people read it. */
    static String inClear(String answer) {
        var review = new JsonObject(answer);
        var response = review.getJsonObject("response");
        var patch = response.getString("patch", "");
        if (!patch.isEmpty()) {
            response.put("patch", new JsonArray(new String(Base64.getDecoder().decode(patch), StandardCharsets.UTF_8)));
        }
        return review.encodePrettily() + "\n";
    }

    private String read(String name) {
        var file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
