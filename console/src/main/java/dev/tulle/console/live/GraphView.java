package dev.tulle.console.live;

import dev.tulle.console.graph.GraphType;
import dev.tulle.console.graph.ServiceNodes;
import dev.tulle.console.prometheus.Window;

/** Which graph a viewer wants. A closed set: six windows, four types, two ways. */
public record GraphView(Window window, GraphType type, ServiceNodes serviceNodes) {}
