package dev.tulle.mesh.config;

import java.util.ArrayList;
import java.util.List;

/** The documents of a file, taken apart at their {@code ---} lines, so that a mistake in one costs that one only. */
final class YamlDocuments {
    private YamlDocuments() {}

    /**
     * Some of a file's text.
     *
     * @param text may hold no document, if only comments are in it
     * @param firstLine the line of the file it begins on, from 1
     */
    record Chunk(String text, int firstLine) {}

    static List<Chunk> split(String text) {
        var chunks = new ArrayList<Chunk>();
        var start = 0;
        var startLine = 1;
        var line = 1;
        for (var at = 0; at < text.length(); line++) {
            var newline = text.indexOf('\n', at);
            var next = newline < 0 ? text.length() : newline + 1;
            if (at > start && isSeparator(text, at)) {
                add(chunks, text.substring(start, at), startLine);
                start = at;
                startLine = line;
            }
            at = next;
        }
        add(chunks, text.substring(start), startLine);
        return chunks;
    }

    /** A column-0 {@code ---} ends a document whatever surrounds it, says YAML 1.2, 9.1.2. */
    private static boolean isSeparator(String text, int at) {
        return text.startsWith("---", at) && (at + 3 == text.length() || Character.isWhitespace(text.charAt(at + 3)));
    }

    private static void add(List<Chunk> chunks, String text, int firstLine) {
        // Directives stand in a chunk of their own before the first separator; none matters to us.
        if (text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("%"))) {
            chunks.add(new Chunk(text, firstLine));
        }
    }
}
