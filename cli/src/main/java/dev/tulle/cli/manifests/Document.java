package dev.tulle.cli.manifests;

import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the fields of one object by their paths and collects what is wrong with them.
 *
 * <p>Thread: used by one thread.
 */
final class Document {
    private final ConfigObject object;
    private final List<Problem> problems = new ArrayList<>();

    Document(ConfigObject object) {
        this.object = object;
    }

    /** A value and where it stands: {@code spec.template.spec.containers[0].image}. */
    record Value(ConfigNode node, String path) {}

    Value root() {
        return new Value(object.root(), "");
    }

    List<Problem> problems() {
        return problems;
    }

    /** The field under a chain of names; empty when one of them is absent or null. */
    Optional<Value> find(Value from, String... names) {
        var current = from;
        for (var name : names) {
            if (!(current.node() instanceof ConfigNode.Mapping mapping)) {
                return Optional.empty();
            }
            var field = mapping.fields().get(name);
            if (field == null || field.value() instanceof ConfigNode.Null) {
                return Optional.empty();
            }
            current = new Value(field.value(), join(current.path(), name));
        }
        return Optional.of(current);
    }

    String text(Value from, String otherwise, String... names) {
        return find(from, names)
                .map(value -> switch (value.node()) {
                    case ConfigNode.Text text -> text.value();
                    case ConfigNode.Numeral number ->
                        wrong(value, "a string, not the number " + number.literal() + " (quote it)", otherwise);
                    case ConfigNode.Bool flag ->
                        wrong(value, "a string, not " + flag.value() + " (quote it)", otherwise);
                    case ConfigNode.Mapping mapping -> wrong(value, "a string, not a mapping", otherwise);
                    case ConfigNode.Sequence sequence -> wrong(value, "a string, not a list", otherwise);
                    case ConfigNode.Null none -> wrong(value, "a string", otherwise);
                })
                .orElse(otherwise);
    }

    int number(Value from, int otherwise, String... names) {
        return find(from, names)
                .map(value -> {
                    if (value.node() instanceof ConfigNode.Numeral number
                            && number.literal().matches("\\d{1,9}")) {
                        return Integer.parseInt(number.literal());
                    }
                    return wrong(value, "a whole number", otherwise);
                })
                .orElse(otherwise);
    }

    List<Value> items(Value from, String... names) {
        return find(from, names)
                .map(value -> {
                    var items = new ArrayList<Value>();
                    if (value.node() instanceof ConfigNode.Sequence sequence) {
                        for (var i = 0; i < sequence.items().size(); i++) {
                            items.add(new Value(sequence.items().get(i), value.path() + "[" + i + "]"));
                        }
                    } else {
                        error(value, "expected a list");
                    }
                    return items;
                })
                .orElseGet(ArrayList::new);
    }

    SortedMap<String, String> texts(Value from, String... names) {
        var texts = new TreeMap<String, String>();
        find(from, names).ifPresent(value -> {
            if (value.node() instanceof ConfigNode.Mapping mapping) {
                mapping.fields().keySet().forEach(name -> texts.put(name, text(value, "", name)));
            } else {
                error(value, "expected a mapping");
            }
        });
        return texts;
    }

    /** The object stays out: a workload half understood is worse than none. */
    void error(Value value, String message) {
        problems.add(problem(Problem.Severity.ERROR, value, message, "the workload is not run as written"));
    }

    /** A kind of workload that only a cluster runs. */
    void notRun() {
        problems.add(problem(
                Problem.Severity.WARNING,
                root(),
                "a " + object.key().kind() + " is not run on this machine, expected a Deployment",
                "nothing is started for it"));
    }

    private <T> T wrong(Value value, String expected, T otherwise) {
        error(value, "expected " + expected);
        return otherwise;
    }

    private Problem problem(Problem.Severity severity, Value value, String message, String effect) {
        var origin =
                switch (object.origin()) {
                    case Origin.File(var path, var line) ->
                        new Origin.File(
                                path, value.node().line() > 0 ? value.node().line() : line);
                    case Origin.Cluster cluster -> cluster;
                };
        return new Problem(severity, "", Optional.of(object.key()), origin, value.path(), message, effect);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
