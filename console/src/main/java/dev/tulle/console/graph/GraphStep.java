package dev.tulle.console.graph;

/** One question asked of a graph; the answer is the graph with more known about it. Pure. */
@FunctionalInterface
interface GraphStep {
    TrafficGraph apply(TrafficGraph graph);
}
