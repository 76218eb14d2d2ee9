package dev.tulle.mesh.config;

import dev.tulle.mesh.config.Problem.Severity;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads YAML and JSON as Kubernetes users write them: several documents, lists of objects, plain scalars as the YAML reader of
 * kubectl takes them. A mistake is a {@link Problem} with its line and never an exception; it costs the document it stands
 * in, the other documents are read.
 */
public final class ConfigParser {
    /** The namespace of an object that names none. */
    public static final String DEFAULT_NAMESPACE = "default";

    private static final int MAX_BYTES = 3 * 1024 * 1024;
    private static final String SKIPPED = "the document is ignored: the last good form of its objects stays in force";

    private ConfigParser() {}

    /**
     * The content of one file.
     *
     * @param objects in the order written; every key at most once
     * @param problems what could not be read
     */
    public record Parsed(List<ConfigObject> objects, List<Problem> problems) {
        public Parsed {
            objects = List.copyOf(objects);
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file's content. Objects without a namespace are in {@value #DEFAULT_NAMESPACE}. */
    public static Parsed parse(String file, byte[] content) {
        return parse(file, content, DEFAULT_NAMESPACE);
    }

    /** Reads a file's content, as {@code kubectl apply -n NAMESPACE -f FILE} would. */
    public static Parsed parse(String file, byte[] content, String namespace) {
        if (content.length > MAX_BYTES) {
            return unreadable(file, 1, "the file has " + content.length + " bytes, expected at most " + MAX_BYTES);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return unreadable(
                    file, lineOfFirstBadByte(content), "this is not UTF-8 text, expected YAML or JSON in UTF-8");
        }
        var reader = new EnvelopeReader(line -> new Origin.File(file, line), namespace);
        var documents = 0;
        for (var chunk : YamlDocuments.split(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            try {
                for (var node : NodeComposer.compose(chunk)) {
                    documents++;
                    reader.read(node);
                }
            } catch (UnreadableDocument e) {
                documents++;
                reader.problem(e.line(), "", e.getMessage(), SKIPPED);
            }
        }
        if (documents == 0) {
            return unreadable(file, 1, "the file is empty, expected at least one object");
        }
        return withoutDuplicates(List.of(new Parsed(reader.objects(), reader.problems())));
    }

    /** Reads one object as the Kubernetes API has it. Its generation is the server's, 1 where the server counts none. */
    public static Parsed parse(Origin.Cluster origin, ConfigNode.Mapping document) {
        var reader = new EnvelopeReader(line -> origin, origin.namespace());
        reader.read(document);
        var generation = generation(document);
        return new Parsed(
                reader.objects().stream()
                        .map(object -> object.withGeneration(generation))
                        .toList(),
                reader.problems());
    }

    private static long generation(ConfigNode.Mapping document) {
        var metadata = document.fields().get("metadata");
        if (metadata != null && metadata.value() instanceof ConfigNode.Mapping(var fields, var line)) {
            var field = fields.get("generation");
            if (field != null && field.value() instanceof ConfigNode.Numeral(var literal, var ignored)) {
                return Long.parseLong(literal);
            }
        }
        return 1;
    }

    /**
     * The content of several files as one. Of two objects with one key the first counts, in the order of the list; the other
     * is a problem.
     */
    public static Parsed withoutDuplicates(List<Parsed> files) {
        var first = new HashMap<ConfigKey, ConfigObject>();
        var objects = new ArrayList<ConfigObject>();
        var problems = new ArrayList<Problem>();
        for (var file : files) {
            problems.addAll(file.problems());
            for (var object : file.objects()) {
                var before = first.putIfAbsent(object.key(), object);
                if (before == null) {
                    objects.add(object);
                } else {
                    problems.add(duplicate(object, before));
                }
            }
        }
        return new Parsed(objects, problems);
    }

    private static Problem duplicate(ConfigObject object, ConfigObject before) {
        return new Problem(
                Severity.ERROR,
                "",
                Optional.of(object.key()),
                object.origin(),
                "metadata.name",
                "an object of this kind and name stands in " + before.origin() + " already, expected each name once",
                "this one is ignored, the other one counts");
    }

    private static Parsed unreadable(String file, int line, String message) {
        return new Parsed(
                List.of(),
                List.of(new Problem(
                        Severity.ERROR,
                        "",
                        Optional.empty(),
                        new Origin.File(file, line),
                        "",
                        message,
                        "the file is ignored: the last good form of its objects stays in force")));
    }

    private static int lineOfFirstBadByte(byte[] content) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(content);
        var out = CharBuffer.allocate(content.length);
        decoder.decode(in, out, true);
        var line = 1;
        for (var i = 0; i < in.position(); i++) {
            if (content[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
