package dev.tulle.mesh.config;

import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import dev.tulle.mesh.config.Problem.Severity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Reads apiVersion, kind and metadata of the documents of one file. Lists of objects are taken apart. */
final class EnvelopeReader {
    private static final String REFUSED = "the object is refused: its last good form, if any, stays in force";
    private static final Set<String> METADATA = Set.of(
            "name",
            "namespace",
            "labels",
            "annotations",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "finalizers",
            "managedFields",
            "ownerReferences",
            "selfLink",
            "generateName");
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "Namespace",
            "Node",
            "PersistentVolume",
            "ClusterRole",
            "ClusterRoleBinding",
            "CustomResourceDefinition",
            "StorageClass",
            "PriorityClass",
            "RuntimeClass",
            "IngressClass",
            "GatewayClass",
            "APIService",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final IntFunction<Origin> origins;
    private final String defaultNamespace;
    private final List<ConfigObject> objects = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** @param origins where a line stands */
    EnvelopeReader(IntFunction<Origin> origins, String defaultNamespace) {
        this.origins = origins;
        this.defaultNamespace = defaultNamespace;
    }

    List<ConfigObject> objects() {
        return objects;
    }

    List<Problem> problems() {
        return problems;
    }

    void problem(int line, String path, String message, String effect) {
        problems.add(new Problem(Severity.ERROR, "", Optional.empty(), origins.apply(line), path, message, effect));
    }

    void read(ConfigNode document) {
        if (!(document instanceof Mapping root)) {
            refuse(document.line(), "", "expected an object with apiVersion, kind and metadata");
            return;
        }
        var apiVersion = text(root, "", "apiVersion");
        var kind = text(root, "", "kind");
        if (apiVersion.isEmpty() || kind.isEmpty()) {
            return;
        }
        // What kustomize reads describes other files and is no object of a cluster.
        if (apiVersion.get().startsWith("kustomize.config.k8s.io/")) {
            return;
        }
        if (kind.get().endsWith("List") && field(root, "items").isPresent()) {
            items(root);
            return;
        }
        object(root, apiVersion.get(), kind.get());
    }

    private void items(Mapping root) {
        switch (field(root, "items").map(Field::value).orElseGet(() -> new Null(root.line()))) {
            case Sequence(var items, var ignored) -> items.forEach(this::read);
            case ConfigNode other -> refuse(other.line(), "items", "expected a list of objects");
        }
    }

    private void object(Mapping root, String apiVersion, String kind) {
        var mistakes = problems.size();
        if (!(field(root, "metadata").map(Field::value).orElseGet(() -> new Null(root.line()))
                instanceof Mapping metadata)) {
            refuse(root.line(), "metadata", "missing, expected at least a name");
            return;
        }
        metadata.fields().forEach((name, field) -> {
            if (!METADATA.contains(name)) {
                refuse(field.line(), "metadata." + name, "unknown field" + Suggestion.of(name, METADATA));
            }
        });
        var slash = apiVersion.indexOf('/');
        var group = apiVersion.substring(0, Math.max(slash, 0));
        var name = text(metadata, "metadata", "name").orElse("");
        var namespace = namespace(metadata, kind);
        checkName(metadata, group, name, namespace);
        var labels = strings(metadata, "labels");
        var annotations = strings(metadata, "annotations");
        if (problems.size() > mistakes) {
            return;
        }
        objects.add(new ConfigObject(
                new ConfigKey(group, kind, namespace, name),
                apiVersion.substring(slash + 1),
                origins.apply(root.line()),
                1,
                created(metadata),
                labels,
                annotations,
                inNamespace(root, metadata, namespace)));
    }

    private String namespace(Mapping metadata, String kind) {
        if (CLUSTER_SCOPED.contains(kind)) {
            return "";
        }
        var written = field(metadata, "namespace").isPresent();
        return written ? text(metadata, "metadata", "namespace").orElse("") : defaultNamespace;
    }

    private void checkName(Mapping metadata, String group, String name, String namespace) {
        var line = field(metadata, "name").map(Field::line).orElse(metadata.line());
        // Roles may have names such as system:node.
        var valid =
                group.equals("rbac.authorization.k8s.io") || NAME.matcher(name).matches();
        if (!name.isEmpty() && !valid) {
            refuse(line, "metadata.name", "\"" + name + "\" is no name, expected lower-case letters, digits, - and .");
        }
        if (!namespace.isEmpty() && !NAMESPACE.matcher(namespace).matches()) {
            refuse(
                    field(metadata, "namespace").map(Field::line).orElse(line),
                    "metadata.namespace",
                    "\"" + namespace + "\" is no namespace, expected lower-case letters, digits and -");
        }
    }

    private static Mapping inNamespace(Mapping root, Mapping metadata, String namespace) {
        if (namespace.isEmpty() || field(metadata, "namespace").isPresent()) {
            return root;
        }
        var inner = new LinkedHashMap<>(metadata.fields());
        inner.put("namespace", new Field(new Text(namespace, metadata.line()), metadata.line()));
        var outer = new LinkedHashMap<>(root.fields());
        outer.replaceAll((name, field) ->
                name.equals("metadata") ? new Field(new Mapping(inner, metadata.line()), field.line()) : field);
        return new Mapping(outer, root.line());
    }

    private Optional<Instant> created(Mapping metadata) {
        try {
            return field(metadata, "creationTimestamp")
                    .map(Field::value)
                    .filter(Text.class::isInstance)
                    .map(node -> Instant.parse(((Text) node).value()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Map<String, String> strings(Mapping metadata, String name) {
        var strings = new TreeMap<String, String>();
        var path = "metadata." + name;
        switch (field(metadata, name).map(Field::value).orElseGet(() -> new Null(metadata.line()))) {
            case Null ignored -> {}
            case Mapping(var fields, var ignored) ->
                fields.forEach((key, field) -> {
                    switch (field.value()) {
                        case Text(var value, var line) -> strings.put(key, value);
                        case Null ignoredToo -> strings.put(key, "");
                        case ConfigNode other ->
                            refuse(field.line(), path + "." + key, "expected text" + quotes(other));
                    }
                });
            case ConfigNode other -> refuse(other.line(), path, "expected names with text values");
        }
        return strings;
    }

    private Optional<String> text(Mapping mapping, String path, String name) {
        var fullPath = path.isEmpty() ? name : path + "." + name;
        var value = field(mapping, name).map(Field::value).orElseGet(() -> new Null(mapping.line()));
        return switch (value) {
            case Text(var text, var line) when !text.isBlank() -> Optional.of(text);
            case Null ignored -> {
                refuse(mapping.line(), fullPath, "missing, expected text");
                yield Optional.empty();
            }
            case ConfigNode other -> {
                refuse(other.line(), fullPath, "expected text" + quotes(other));
                yield Optional.empty();
            }
        };
    }

    private static String quotes(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Numeral(var literal, var line) ->
                ", found the number " + literal + ": write \"" + literal + "\"";
            case ConfigNode.Bool(var value, var line) ->
                ", found the boolean " + value + " (yes, no, on, off, y and n are booleans): put it in quotes";
            case Mapping ignored -> ", found an object";
            case Sequence ignored -> ", found a list";
            case Text ignored -> ", found none";
            case Null ignored -> ", found nothing";
        };
    }

    private static Optional<Field> field(Mapping mapping, String name) {
        return Optional.ofNullable(mapping.fields().get(name)).filter(field -> !(field.value() instanceof Null));
    }

    private void refuse(int line, String path, String message) {
        problem(line, path, message, REFUSED);
    }
}
