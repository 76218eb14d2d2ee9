package dev.tulle.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a process.
 *
 * @param name unique in the mesh: names its record and its log
 * @param command the program's absolute path and its arguments
 * @param environment added to the one inherited
 * @param directory where it works
 */
public record ProcessSpec(String name, List<String> command, Map<String, String> environment, Path directory) {
    public ProcessSpec {
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("name must be a file name: " + name);
        }
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command must not be empty: " + name);
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
