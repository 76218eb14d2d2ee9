package dev.tulle.console.graph;

import java.util.Arrays;
import java.util.Optional;

/** What a node of the graph stands for; the names are Kiali's. */
public enum GraphType {
    APP("app"),
    VERSIONED_APP("versionedApp"),
    WORKLOAD("workload"),
    SERVICE("service");

    private final String word;

    GraphType(String word) {
        this.word = word;
    }

    /** As it is written in links. */
    public String word() {
        return word;
    }

    public static Optional<GraphType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
