package dev.tulle.mesh.config;

import dev.tulle.mesh.config.ConfigNode.Field;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.YamlDocuments.Chunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes nodes of the events of a YAML document. Nesting and the size after expanding aliases are limited, so that no input
 * costs more than its own size in time and memory.
 */
final class NodeComposer {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NODES = 500_000;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setParseComments(false)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();

    private final Iterator<Event> events;
    private final int lineOffset;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int nodes;

    private record Anchored(ConfigNode node, int nodes) {}

    private NodeComposer(Iterator<Event> events, int lineOffset) {
        this.events = events;
        this.lineOffset = lineOffset;
    }

    /** The documents of a chunk; empty ones are left out. */
    static List<ConfigNode> compose(Chunk chunk) throws UnreadableDocument {
        var text = withoutJsonTabs(chunk.text());
        try {
            var events = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            return new NodeComposer(events, chunk.firstLine()).documents();
        } catch (MarkedYamlEngineException e) {
            var line =
                    e.getProblemMark().or(e::getContextMark).map(Mark::getLine).orElse(0);
            throw new UnreadableDocument(chunk.firstLine() + line, YamlMistake.inWords(e, text, line));
        } catch (YamlEngineException e) {
            throw new UnreadableDocument(chunk.firstLine(), YamlMistake.inWords(e));
        }
    }

    private List<ConfigNode> documents() throws UnreadableDocument {
        var documents = new ArrayList<ConfigNode>();
        while (events.hasNext()) {
            var event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    anchors.clear();
                    var node = node(events.next(), 0);
                    if (!(node instanceof Null)) {
                        documents.add(node);
                    }
                }
                case StreamStart, DocumentEnd, StreamEnd, Comment -> {}
                case Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart ->
                    throw new UnreadableDocument(line(event), "unexpected " + event.getEventId());
            }
        }
        return documents;
    }

    private ConfigNode node(Event event, int depth) throws UnreadableDocument {
        if (depth > MAX_DEPTH) {
            throw new UnreadableDocument(line(event), "nested too deeply, expected at most " + MAX_DEPTH + " levels");
        }
        var before = nodes;
        count(event, 1);
        ConfigNode node =
                switch (event) {
                    case AliasEvent alias -> expanded(alias);
                    case ScalarEvent scalar -> Scalars.resolve(scalar, line(event));
                    case SequenceStartEvent start -> sequence(start, depth);
                    case MappingStartEvent start -> mapping(start, depth);
                    default -> throw new UnreadableDocument(line(event), "unexpected " + event.getEventId());
                };
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
        }
        return node;
    }

    private ConfigNode expanded(AliasEvent alias) throws UnreadableDocument {
        var name = alias.getAlias();
        var anchored = Optional.ofNullable(anchors.get(name));
        if (anchored.isEmpty()) {
            throw new UnreadableDocument(
                    line(alias), "*" + name + " names no anchor, expected &" + name + " on a value before it");
        }
        count(alias, anchored.get().nodes());
        return anchored.get().node();
    }

    private void count(Event event, int more) throws UnreadableDocument {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new UnreadableDocument(
                    line(event),
                    "the document is too large, expected at most " + MAX_NODES + " values, aliases expanded");
        }
    }

    private Sequence sequence(SequenceStartEvent start, int depth) throws UnreadableDocument {
        var items = new ArrayList<ConfigNode>();
        for (var event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new Sequence(items, line(start));
    }

    private Mapping mapping(MappingStartEvent start, int depth) throws UnreadableDocument {
        var fields = new LinkedHashMap<String, Field>();
        var merged = new ArrayList<Mapping>();
        for (var event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw new UnreadableDocument(line(event), "a field's name must be text");
            }
            var value = node(events.next(), depth + 1);
            if (key.isPlain() && key.getValue().equals("<<")) {
                merge(value, merged);
                continue;
            }
            var earlier = fields.putIfAbsent(key.getValue(), new Field(value, line(key)));
            if (earlier != null) {
                throw new UnreadableDocument(
                        line(key),
                        "field \"" + key.getValue() + "\" stands on line " + earlier.line()
                                + " already, expected each field once");
            }
        }
        merged.forEach(from -> addMissing(fields, from));
        return new Mapping(fields, line(start));
    }

    private static void merge(ConfigNode value, List<Mapping> merged) throws UnreadableDocument {
        switch (value) {
            case Mapping mapping -> merged.add(mapping);
            case Sequence(var items, var ignored)
            when items.stream().allMatch(Mapping.class::isInstance) ->
                items.forEach(item -> merged.add((Mapping) item));
            case ConfigNode other -> throw new UnreadableDocument(other.line(), "<< needs an alias of a mapping");
        }
    }

    private static void addMissing(SequencedMap<String, Field> fields, Mapping from) {
        from.fields().forEach(fields::putIfAbsent);
    }

    private int line(Event event) {
        return lineOffset + event.getStartMark().map(Mark::getLine).orElse(0);
    }

    /** JSON may be indented by tabs, YAML not. */
    private static String withoutJsonTabs(String text) {
        if (text.indexOf('\t') < 0 || !text.stripLeading().startsWith("{")) {
            return text;
        }
        var spaced = new StringBuilder(text);
        var quoted = false;
        for (var i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i++;
                case '\t' -> {
                    if (!quoted) {
                        spaced.setCharAt(i, ' ');
                    }
                }
                default -> {}
            }
        }
        return spaced.toString();
    }
}
