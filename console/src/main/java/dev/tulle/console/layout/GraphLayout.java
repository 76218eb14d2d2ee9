package dev.tulle.console.layout;

import java.util.LinkedHashMap;
import java.util.Map;

/** Placements, kept for the topologies that were asked for last. Thread: any; one layout runs at a time. */
public final class GraphLayout {
    private static final int KEPT = 64;

    private final Map<Topology, Placement> placements = new LinkedHashMap<>(16, 0.75f, true);

    public synchronized Placement place(Topology topology) {
        var known = placements.get(topology);
        if (known != null) {
            return known;
        }
        var placement = new LayeredLayout(topology).place();
        placements.put(topology, placement);
        if (placements.size() > KEPT) {
            placements.remove(placements.keySet().iterator().next());
        }
        return placement;
    }
}
