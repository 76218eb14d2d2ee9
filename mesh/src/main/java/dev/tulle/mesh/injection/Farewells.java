package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;

/**
 * Keeps an application going for a while when its pod is deleted. Kubernetes tells it to end at the moment in which it tells
 * everybody else that the pod ends, so that requests which are on their way, and callers that have not heard of it yet, find it gone.
 * A container with a preStop hook of its own has taken care of it. Source: Kubernetes 1.30, lifecycle.preStop.sleep.
 */
final class Farewells {
    private final long seconds;

    Farewells(InjectionSettings settings) {
        this.seconds = Form.seconds(settings.text(Setting.TERMINATION_DRAIN_DURATION));
    }

    Mapping delay(Mapping container) {
        if (seconds == 0
                || Nodes.find(Nodes.mapping(container, "lifecycle"), "preStop").isPresent()) {
            return container;
        }
        var sleep = new ObjectDraft().put("sleep", new ObjectDraft().put("seconds", seconds));
        return new ObjectDraft(container)
                .edit("lifecycle", lifecycle -> lifecycle.put("preStop", sleep))
                .end();
    }
}
