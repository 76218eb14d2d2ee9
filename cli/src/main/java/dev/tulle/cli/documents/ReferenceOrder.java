package dev.tulle.cli.documents;

import dev.tulle.mesh.config.ConfigKey;
import java.util.Comparator;

/**
 * In which order the objects of one command go to the mesh, since each counts from the moment it is written. What a route names
 * (services, subsets) comes before the route and is taken away after it; otherwise requests would fail in between.
 */
public final class ReferenceOrder {
    private ReferenceOrder() {}

    /** What is named first, then who names it; in each group the order of the documents stays. */
    public static Comparator<ConfigKey> apply() {
        return Comparator.comparingInt(ReferenceOrder::rank);
    }

    /** Who names something first, then what is named. */
    public static Comparator<ConfigKey> delete() {
        return apply().reversed();
    }

    private static int rank(ConfigKey key) {
        return switch (key.kind()) {
            case "VirtualService" -> 2;
            case "Gateway", "DestinationRule" -> 1;
            default -> 0;
        };
    }
}
