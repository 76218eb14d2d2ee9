package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Changes to headers. Source: VirtualService Headers. */
public record HeaderChanges(Operations request, Operations response) {
    /** Nothing changes. */
    public static final HeaderChanges NONE = new HeaderChanges(Operations.NONE, Operations.NONE);

    /**
     * One direction.
     *
     * @param set overwrites or adds
     * @param add appends a further value
     * @param remove lower-case names, sorted
     */
    public record Operations(SortedMap<String, String> set, SortedMap<String, String> add, List<String> remove) {
        /** Nothing changes. */
        public static final Operations NONE = new Operations(new TreeMap<>(), new TreeMap<>(), List.of());

        public Operations {
            set = Collections.unmodifiableSortedMap(new TreeMap<>(set));
            add = Collections.unmodifiableSortedMap(new TreeMap<>(add));
            remove = List.copyOf(remove);
        }
    }
}
