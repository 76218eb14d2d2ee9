package dev.tulle.mesh.config;

import java.util.ArrayList;
import java.util.List;

/** Values as text: YAML or JSON in, JSON out. Unlike {@link ConfigParser} it asks for no envelope. */
public final class ConfigText {
    private ConfigText() {}

    /** Every document of the text, in its order; empty documents are left out. */
    public static List<ConfigNode> read(String text) throws UnreadableDocument {
        var documents = new ArrayList<ConfigNode>();
        for (var chunk : YamlDocuments.split(text)) {
            documents.addAll(NodeComposer.compose(chunk));
        }
        return documents;
    }

    /** JSON with sorted fields, null fields left out: one text for all values that mean the same. */
    public static String json(ConfigNode node) {
        return CanonicalJson.of(node);
    }
}
