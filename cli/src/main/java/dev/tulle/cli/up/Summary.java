package dev.tulle.cli.up;

import dev.tulle.cli.command.OutputOption.Format;
import dev.tulle.cli.state.MeshStatus;
import java.io.PrintStream;

/** What `tulle up` ends with: the addresses of a mesh and one request with its answer. */
record Summary(Format format) {
    /** Where progress is said: JSON has the output for itself. */
    PrintStream progress() {
        return switch (format) {
            case text -> System.out;
            case json -> System.err;
        };
    }

    /** A mesh that answers; what follows is for people only. */
    void print(MeshStatus status, String hint) {
        switch (format) {
            case json -> System.out.println(status.json().toPrettyString());
            case text -> {
                System.out.println();
                addresses(status);
                if (!status.answer().isEmpty()) {
                    System.out.println();
                    System.out.println("$ curl " + Supervisor.GATEWAY);
                    System.out.println(status.answer().strip());
                }
                System.out.println();
                System.out.println(hint);
            }
        }
    }

    /** A mesh that was there before. */
    void printRunning(MeshStatus status) {
        System.err.println("tulle: a mesh runs already (pid " + status.pid() + "); `tulle down` stops it");
        switch (format) {
            case json -> System.out.println(status.json().toPrettyString());
            case text -> addresses(status);
        }
    }

    private static void addresses(MeshStatus status) {
        var width = status.addresses().stream()
                .mapToInt(address -> address.part().length())
                .max()
                .orElse(0);
        status.addresses()
                .forEach(address -> System.out.println("  " + address.part()
                        + " ".repeat(width - address.part().length() + 2) + address.url()));
    }
}
