package dev.tulle.console.layout;

import java.util.List;
import java.util.Map;

/**
 * Where everything goes; origin top left, CSS pixels.
 *
 * @param boxes by id
 * @param groups by name
 * @param links by id: the line's points, and where its label may stand
 */
public record Placement(
        Map<String, Rectangle> boxes, Map<String, Rectangle> groups, Map<String, Line> links, Rectangle all) {
    public record Rectangle(double x, double y, double width, double height) {}

    public record Point(double x, double y) {}

    /**
     * A link's way.
     *
     * @param label its middle
     */
    public record Line(List<Point> points, Point label) {
        public Line {
            points = List.copyOf(points);
        }
    }

    public Placement {
        boxes = Map.copyOf(boxes);
        groups = Map.copyOf(groups);
        links = Map.copyOf(links);
    }
}
