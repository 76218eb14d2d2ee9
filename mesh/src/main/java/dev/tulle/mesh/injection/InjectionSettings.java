package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.Suggestion;
import dev.tulle.mesh.config.UnreadableDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How proxies are injected: for the whole mesh, or, with its annotations over that, for one pod. Immutable.
 *
 * <p>Source: key {@code config} of the ConfigMap {@code istio-sidecar-injector}, YAML; what it leaves out has a default.
 */
public final class InjectionSettings {
    private static final InjectionSettings DEFAULTS =
            new InjectionSettings(new EnumMap<>(Setting.class), new TreeMap<>());
    static final String PROXY_METADATA = "proxyMetadata";

    private final Map<Setting, String> values;
    private final SortedMap<String, String> proxyMetadata;

    private InjectionSettings(Map<Setting, String> values, SortedMap<String, String> proxyMetadata) {
        this.values = values;
        this.proxyMetadata = Collections.unmodifiableSortedMap(new TreeMap<>(proxyMetadata));
    }

    /**
     * What was read.
     *
     * @param problems each names key, value and what was expected; the default stands in for it
     */
    public record Reading(InjectionSettings settings, List<String> problems) {
        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** What holds where nothing is set. */
    public static InjectionSettings defaults() {
        return DEFAULTS;
    }

    /** Reads the injection settings. */
    public static Reading read(String yaml) {
        var problems = new ArrayList<String>();
        var values = new EnumMap<Setting, String>(Setting.class);
        var metadata = new TreeMap<String, String>();
        leaves(yaml, problems).forEach((key, value) -> {
            if (key.startsWith(PROXY_METADATA + ".")) {
                metadata.put(key.substring(PROXY_METADATA.length() + 1), value);
                return;
            }
            var setting = Setting.byKey().get(key);
            if (setting == null) {
                problems.add(key + ": unknown setting"
                        + Suggestion.of(key, Setting.byKey().keySet()));
                return;
            }
            setting.mismatch(value)
                    .ifPresentOrElse(
                            expected -> problems.add(key + ": found \"" + value + "\", expected " + expected),
                            () -> values.put(setting, value));
        });
        return new Reading(new InjectionSettings(values, metadata), problems);
    }

    /** The scalars of a YAML object by their paths. */
    static SortedMap<String, String> leaves(String yaml, List<String> problems) {
        var leaves = new TreeMap<String, String>();
        try {
            for (var document : ConfigText.read(yaml)) {
                if (document instanceof Mapping mapping) {
                    leaves("", mapping, leaves, problems);
                } else {
                    problems.add("expected YAML with a key on each line");
                }
            }
        } catch (UnreadableDocument e) {
            problems.add("line " + e.line() + ": " + e.getMessage());
        }
        return leaves;
    }

    private static void leaves(String path, Mapping mapping, SortedMap<String, String> leaves, List<String> problems) {
        mapping.fields().forEach((name, field) -> {
            var key = path.isEmpty() ? name : path + "." + name;
            switch (field.value()) {
                case Mapping inner -> leaves(key, inner, leaves, problems);
                case ConfigNode.Sequence ignored -> problems.add(key + ": found a list, expected one value");
                case ConfigNode.Null ignored -> {}
                case ConfigNode.Text scalar -> leaves.put(key, Nodes.text(scalar));
                case ConfigNode.Numeral scalar -> leaves.put(key, Nodes.text(scalar));
                case ConfigNode.Bool scalar -> leaves.put(key, Nodes.text(scalar));
            }
        });
    }

    InjectionSettings with(Map<Setting, String> more, SortedMap<String, String> moreMetadata) {
        var together = new EnumMap<Setting, String>(Setting.class);
        together.putAll(values);
        together.putAll(more);
        var metadata = new TreeMap<>(proxyMetadata);
        metadata.putAll(moreMetadata);
        return new InjectionSettings(together, metadata);
    }

    /** The revision of this control plane, which {@code istio.io/rev} names. */
    public String revision() {
        return text(Setting.REVISION);
    }

    /** The proxy's image. */
    public String proxyImage() {
        return text(Setting.PROXY_IMAGE);
    }

    /** Further variables of the proxy's environment. */
    SortedMap<String, String> proxyMetadata() {
        return proxyMetadata;
    }

    String text(Setting setting) {
        return values.getOrDefault(setting, setting.otherwise()).trim();
    }

    boolean flag(Setting setting) {
        return text(setting).equals("true");
    }

    int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    List<String> items(Setting setting) {
        return Form.items(text(setting));
    }

    boolean isAll(Setting setting) {
        return text(setting).equals("*");
    }
}
