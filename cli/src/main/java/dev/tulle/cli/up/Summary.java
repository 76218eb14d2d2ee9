package dev.tulle.cli.up;

import dev.tulle.cli.state.MeshStatus;
import java.io.PrintStream;

/** The table of addresses with which `tulle up` ends. */
final class Summary {
    private Summary() {}

    static void addresses(MeshStatus status, PrintStream out) {
        var width = status.addresses().stream()
                .mapToInt(address -> address.part().length())
                .max()
                .orElse(0);
        status.addresses()
                .forEach(address -> out.println("  " + address.part()
                        + " ".repeat(width - address.part().length() + 2) + address.url()));
    }

    /** The body of the first answer; empty when there is no gateway. */
    static void sample(String answer, PrintStream out) {
        if (!answer.isEmpty()) {
            out.println();
            out.println("$ curl " + Supervisor.GATEWAY);
            out.println(answer.strip());
        }
    }
}
