package dev.tulle.mesh.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.xds.Bootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What Prometheus would store of a proxy: its metrics page after our relabelling rules. */
public final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("(?<name>\\w+)\\{(?<labels>.*)} (?<value>\\S+)");
    private static final Pattern LABEL = Pattern.compile("(?<name>\\w+)=\"(?<value>(?:[^\"\\\\]|\\\\.)*)\"");
    private static final String NAME = "__name__";

    private final List<SortedMap<String, String>> samples;

    /** Scrapes the proxy at that address. */
    public Scrape(String address) {
        var rules = rules();
        this.samples = page(address)
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> SAMPLE.matcher(line).results())
                .map(match -> labels(match.group("name"), match.group("labels")))
                .peek(sample -> rules.forEach(rule -> rule.apply(sample)))
                .toList();
    }

    /** The labels of all series of a name. */
    public List<SortedMap<String, String>> series(String name) {
        var series = new ArrayList<SortedMap<String, String>>();
        for (var sample : samples) {
            if (name.equals(sample.get(NAME))) {
                var labels = new TreeMap<>(sample);
                labels.remove(NAME);
                series.add(labels);
            }
        }
        return series;
    }

    /** The labels of the only series of a name. */
    public SortedMap<String, String> only(String name) {
        var series = series(name);
        assertThat(series).as(name).hasSize(1);
        return series.getFirst();
    }

    public Set<String> names() {
        return samples.stream().map(sample -> sample.getOrDefault(NAME, "")).collect(Collectors.toSet());
    }

    private static SortedMap<String, String> labels(String name, String text) {
        var labels = new TreeMap<String, String>();
        labels.put(NAME, name);
        LABEL.matcher(text).results().forEach(label -> labels.put(label.group("name"), label.group("value")));
        return labels;
    }

    private static Stream<String> page(String address) {
        var uri = URI.create("http://" + address + ":" + Bootstrap.TELEMETRY_PORT + "/stats/prometheus");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body()
                    .lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<Rule> rules() {
        try (var stream = Objects.requireNonNull(
                Scrape.class.getResourceAsStream("/dev/tulle/mesh/prometheus/metric-relabel-configs.yaml"))) {
            var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            var items = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(text);
            return items.stream().map(item -> Rule.of((Map<?, ?>) item)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One rule as Prometheus applies it: regex on the joined sources, whole, then the target is replaced. */
    private record Rule(List<String> sources, Pattern regex, String target, String replacement) {
        static Rule of(Map<?, ?> item) {
            var sources = ((List<?>) Objects.requireNonNull(item.get("source_labels")))
                    .stream().map(String::valueOf).toList();
            return new Rule(
                    sources,
                    Pattern.compile(String.valueOf(item.get("regex"))),
                    String.valueOf(item.get("target_label")),
                    String.valueOf(item.get("replacement")));
        }

        void apply(SortedMap<String, String> sample) {
            var joined = sources.stream()
                    .map(source -> sample.getOrDefault(source, ""))
                    .collect(Collectors.joining(";"));
            var match = regex.matcher(joined);
            if (match.matches()) {
                sample.put(target, match.groupCount() > 0 && replacement.contains("$1") ? match.group(1) : replacement);
            }
        }
    }
}
