package dev.tulle.console.layout;

import java.util.List;

/** Boxes and links in a fixed order. Lengths in CSS pixels. */
public record Topology(List<Box> boxes, List<Link> links) {
    /**
     * What is placed.
     *
     * @param group the box around it; empty for none
     */
    public record Box(String id, String group, double width, double height) {}

    /** From one box to another. */
    public record Link(String id, String source, String target) {}

    public Topology {
        boxes = List.copyOf(boxes);
        links = List.copyOf(links);
    }
}
