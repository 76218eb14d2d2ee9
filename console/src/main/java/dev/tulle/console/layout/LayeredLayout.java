package dev.tulle.console.layout;

import dev.tulle.console.layout.Placement.Line;
import dev.tulle.console.layout.Placement.Point;
import dev.tulle.console.layout.Placement.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** One run of ELK. */
final class LayeredLayout {
    private static final double BETWEEN_NODES = 34;
    private static final double BETWEEN_LAYERS = 30;
    private static final double LABEL_WIDTH = 88;
    private static final double LABEL_HEIGHT = 18;
    private static final ElkPadding GROUP_PADDING = new ElkPadding(40, 22, 22, 22);
    private static final ElkPadding ROOT_PADDING = new ElkPadding(24);

    private final Topology topology;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> boxes = new HashMap<>();
    private final Map<String, ElkNode> groups = new TreeMap<>();
    private final Map<String, ElkEdge> links = new HashMap<>();

    LayeredLayout(Topology topology) {
        this.topology = topology;
    }

    Placement place() {
        // Its first call tells ELK how the values of its options are copied.
        var unused = LayoutMetaDataService.getInstance();
        root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        root.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        root.setProperty(LayeredOptions.PADDING, ROOT_PADDING);
        spaces(root);
        for (var box : topology.boxes()) {
            var parent = box.group().isEmpty() ? root : groups.computeIfAbsent(box.group(), name -> group());
            var node = ElkGraphUtil.createNode(parent);
            node.setDimensions(box.width(), box.height());
            boxes.put(box.id(), node);
        }
        for (var link : topology.links()) {
            var source = boxes.get(link.source());
            var target = boxes.get(link.target());
            if (source == null || target == null) {
                throw new IllegalArgumentException("an end of the link is no box: " + link.id());
            }
            var edge = ElkGraphUtil.createSimpleEdge(source, target);
            var label = ElkGraphUtil.createLabel("label", edge);
            label.setDimensions(LABEL_WIDTH, LABEL_HEIGHT);
            label.setProperty(LayeredOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            label.setProperty(LayeredOptions.EDGE_LABELS_INLINE, true);
            links.put(link.id(), edge);
        }
        new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
        return read();
    }

    private ElkNode group() {
        var node = ElkGraphUtil.createNode(root);
        node.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(LayeredOptions.PADDING, GROUP_PADDING);
        spaces(node);
        return node;
    }

    private static void spaces(ElkNode node) {
        node.setProperty(LayeredOptions.SPACING_NODE_NODE, BETWEEN_NODES);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_LAYERS);
        node.setProperty(LayeredOptions.SPACING_EDGE_NODE, BETWEEN_NODES / 2);
        node.setProperty(LayeredOptions.SPACING_EDGE_EDGE, BETWEEN_NODES / 2);
    }

    private Placement read() {
        var placedBoxes = new HashMap<String, Rectangle>();
        boxes.forEach((id, node) -> placedBoxes.put(id, rectangle(node)));
        var placedGroups = new HashMap<String, Rectangle>();
        groups.forEach((name, node) -> placedGroups.put(name, rectangle(node)));
        var placedLinks = new HashMap<String, Line>();
        links.forEach((id, edge) -> placedLinks.put(id, line(edge)));
        return new Placement(placedBoxes, placedGroups, placedLinks, rectangle(root));
    }

    private static Rectangle rectangle(ElkNode node) {
        var origin = node.getParent() == null ? new Point(0, 0) : originOf(node.getParent());
        return new Rectangle(
                round(origin.x() + node.getX()),
                round(origin.y() + node.getY()),
                round(node.getWidth()),
                round(node.getHeight()));
    }

    /** ELK's coordinates are relative to the node that contains the element. */
    private static Point originOf(ElkNode node) {
        var x = 0.0;
        var y = 0.0;
        for (var at = node; at.getParent() != null; at = at.getParent()) {
            x += at.getX();
            y += at.getY();
        }
        return new Point(x, y);
    }

    private static Line line(ElkEdge edge) {
        var origin = originOf(edge.getContainingNode());
        var points = new ArrayList<Point>();
        for (var section : edge.getSections()) {
            points.add(at(origin, section.getStartX(), section.getStartY()));
            section.getBendPoints().forEach(bend -> points.add(at(origin, bend.getX(), bend.getY())));
            points.add(at(origin, section.getEndX(), section.getEndY()));
        }
        var label = edge.getLabels().getFirst();
        var middle = at(origin, label.getX() + label.getWidth() / 2, label.getY() + label.getHeight() / 2);
        return new Line(points, middle);
    }

    private static Point at(Point origin, double x, double y) {
        return new Point(round(origin.x() + x), round(origin.y() + y));
    }

    /** A tenth of a pixel is as fine as anybody sees, and keeps the JSON short. */
    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
