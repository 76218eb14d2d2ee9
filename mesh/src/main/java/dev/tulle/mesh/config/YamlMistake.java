package dev.tulle.mesh.config;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What the YAML reader complains about, in words that name the usual cause. */
final class YamlMistake {
    private YamlMistake() {}

    static String inWords(MarkedYamlEngineException e, String text, int line) {
        var written = text.lines().skip(line).findFirst().orElse("");
        if (written.stripTrailing().chars().takeWhile(Character::isWhitespace).anyMatch(c -> c == '\t')) {
            return "the line is indented by a tab, expected spaces";
        }
        var problem = String.valueOf(e.getProblem());
        if (problem.contains("mapping values are not allowed")) {
            return "a colon stands where no field can begin, expected this line's indentation to fit the lines above"
                    + " (or quotes around a value that holds \": \")";
        }
        if (problem.contains("expected <block end>")) {
            return "the indentation fits none of the lines above, expected that of the field or item it belongs to";
        }
        if (problem.contains("could not find expected ':'")) {
            return "the line is no field, expected \"name: value\"";
        }
        return "this is no YAML: " + problem;
    }

    static String inWords(YamlEngineException e) {
        var message = String.valueOf(e.getMessage());
        return message.contains("special characters")
                ? "the document has control characters, expected text"
                : "this is no YAML: " + message.lines().findFirst().orElse("");
    }
}
