package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.mesh.config.Problem;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;

/** Problems as a user reads them. */
final class Problems {
    private Problems() {}

    static void print(Collection<Problem> problems, PrintStream out) {
        problems.forEach(problem -> out.println(problem.severity().name().toLowerCase(Locale.ROOT) + ": " + problem
                + (problem.code().isEmpty() ? "" : " [" + problem.code() + "]")));
    }

    static ArrayNode json(Collection<Problem> problems) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var problem : problems) {
            var entry = all.addObject()
                    .put("severity", problem.severity().name())
                    .put("code", problem.code())
                    .put("origin", problem.origin().toString())
                    .put("path", problem.path())
                    .put("message", problem.message())
                    .put("effect", problem.effect());
            problem.object().ifPresent(key -> entry.put("object", key.toString()));
        }
        return all;
    }
}
