package dev.tulle.cli.documents;

import dev.tulle.cli.CommandFailure;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigText;
import dev.tulle.mesh.config.UnreadableDocument;
import dev.tulle.mesh.injection.InjectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The settings by which pods get their proxies. */
public final class InjectionConfig {
    private InjectionConfig() {}

    /** Those of a file, else the built-in ones. */
    public static InjectionSettings read(Optional<Path> file) throws IOException, CommandFailure {
        if (file.isEmpty()) {
            return InjectionSettings.defaults();
        }
        if (!Files.exists(file.get())) {
            throw new CommandFailure(file.get() + " does not exist");
        }
        return parse(file.get().toString(), Files.readString(file.get()));
    }

    /** Those of the ConfigMap, or of the value of its key {@code config}. */
    public static InjectionSettings parse(String source, String text) throws CommandFailure {
        var reading = InjectionSettings.read(configOf(text).orElse(text));
        if (!reading.problems().isEmpty()) {
            throw new CommandFailure(source + ": " + String.join("; ", reading.problems()));
        }
        return reading.settings();
    }

    private static Optional<String> configOf(String text) {
        try {
            return ConfigText.read(text).stream()
                    .findFirst()
                    .flatMap(document -> field(document, "data"))
                    .flatMap(data -> field(data, "config"))
                    .filter(ConfigNode.Text.class::isInstance)
                    .map(config -> ((ConfigNode.Text) config).value());
        } catch (UnreadableDocument e) {
            return Optional.empty();
        }
    }

    private static Optional<ConfigNode> field(ConfigNode node, String name) {
        return node instanceof ConfigNode.Mapping(var fields, var line)
                ? Optional.ofNullable(fields.get(name)).map(ConfigNode.Field::value)
                : Optional.empty();
    }
}
