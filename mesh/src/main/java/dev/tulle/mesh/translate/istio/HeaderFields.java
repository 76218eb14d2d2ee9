package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.HeaderChanges;
import dev.tulle.mesh.model.HeaderChanges.Operations;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads headers of a rule or of one of its destinations, and the legacy fields of Istio 1.0 and 1.1 that mean the same.
 * Source: VirtualService Headers.
 */
final class HeaderFields {
    private static final Pattern NAME = Pattern.compile("[-!#$%&'*+.^_`|~0-9a-z]+");
    private static final Set<String> HOST = Set.of("host", ":authority");

    private HeaderFields() {}

    static HeaderChanges read(Fields rule) {
        var headers = rule.mapping("headers");
        var request = operations(headers.flatMap(fields -> fields.mapping("request")));
        var response = operations(headers.flatMap(fields -> fields.mapping("response")));
        return new HeaderChanges(
                withLegacy(
                        request,
                        added(rule, "appendHeaders", "appendRequestHeaders"),
                        removed(rule, "removeRequestHeaders")),
                withLegacy(response, added(rule, "appendResponseHeaders"), removed(rule, "removeResponseHeaders")));
    }

    private static Operations operations(Optional<Fields> found) {
        if (found.isEmpty()) {
            return Operations.NONE;
        }
        var fields = found.get();
        var remove = new TreeSet<String>();
        for (var name : fields.texts("remove")) {
            name(fields, "remove", name).ifPresent(remove::add);
        }
        return new Operations(
                values(fields, "set"), values(fields, "add"), remove.stream().toList());
    }

    private static SortedMap<String, String> values(Fields fields, String field) {
        var values = new TreeMap<String, String>();
        fields.textMap(field)
                .forEach((written, value) -> name(fields, field, written).ifPresent(name -> {
                    if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
                        fields.error(field, "the value of " + written + " has control characters, expected text");
                    }
                    if (values.put(name, value) != null) {
                        fields.error(field, "\"" + written + "\" stands twice, expected each header once");
                    }
                }));
        return values;
    }

    private static Optional<String> name(Fields fields, String field, String written) {
        var name = written.toLowerCase(Locale.ROOT);
        if (HOST.contains(name)) {
            fields.error(field, "\"" + written + "\" cannot be changed here, expected rewrite.authority instead");
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            fields.error(field, "\"" + written + "\" is no header name, expected letters, digits and -");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private static SortedMap<String, String> added(Fields rule, String... fields) {
        var values = new TreeMap<String, String>();
        for (var field : fields) {
            if (rule.has(field)) {
                legacy(rule, field, "add");
                values.putAll(values(rule, field));
            }
        }
        return values;
    }

    private static Set<String> removed(Fields rule, String field) {
        var names = new TreeSet<String>();
        if (rule.has(field)) {
            legacy(rule, field, "remove");
            rule.texts(field).forEach(written -> name(rule, field, written).ifPresent(names::add));
        }
        return names;
    }

    private static void legacy(Fields rule, String field, String today) {
        var direction = field.contains("Response") ? "response" : "request";
        rule.note(
                "IST0002",
                field,
                "legacy field, today's Istio ignores it: write headers." + direction + "." + today,
                "it does what its documentation said");
    }

    private static Operations withLegacy(Operations today, SortedMap<String, String> added, Set<String> removed) {
        if (added.isEmpty() && removed.isEmpty()) {
            return today;
        }
        var add = new TreeMap<>(added);
        add.putAll(today.add());
        var remove = new TreeSet<>(removed);
        remove.addAll(today.remove());
        return new Operations(today.set(), add, remove.stream().toList());
    }
}
