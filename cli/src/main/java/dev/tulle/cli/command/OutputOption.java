package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/** What a command prints. */
public final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: text)")
    Format format = Format.text;

    /** As it is written on the command line. */
    public enum Format {
        text,
        json
    }

    /** The format that was asked for. */
    public Format format() {
        return format;
    }

    boolean isJson() {
        return format == Format.json;
    }

    static void print(JsonNode json) {
        System.out.println(json.toPrettyString());
    }
}
