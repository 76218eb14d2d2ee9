package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.validation.Findings.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that runs, or that a workload's template describes.
 *
 * @param object the pod or the workload
 * @param template where metadata and spec are
 */
record MeshPod(ConfigObject object, Place template) {
    private static final String PROXY = "istio-proxy";
    /** Says that a pod without such a container has a proxy nevertheless: one on this machine. */
    private static final String LOCAL = "tulle.dev/application-address";

    static MeshPod ofPod(ConfigObject pod) {
        return new MeshPod(pod, Place.of(pod.root()));
    }

    static MeshPod ofTemplate(ConfigObject workload, List<String> path) {
        var place = Place.of(workload.root());
        for (var name : path) {
            place = place.at(name);
        }
        return new MeshPod(workload, place);
    }

    Map<String, String> labels() {
        return template.at("metadata", "labels").texts();
    }

    Map<String, String> annotations() {
        return template.at("metadata", "annotations").texts();
    }

    boolean isOwned() {
        return !Place.of(object.root())
                .at("metadata", "ownerReferences")
                .items()
                .isEmpty();
    }

    boolean isOfHostNetwork() {
        return template.at("spec", "hostNetwork").text().equals("true");
    }

    /** Whether it serves or will: not a pod whose work is done. */
    boolean isAlive() {
        var phase = Place.of(object.root()).at("status", "phase").text();
        return !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    Place spec() {
        return template.at("spec");
    }

    /** The ordinary ones and those that run first. */
    List<Place> containers() {
        var all = new ArrayList<>(spec().at("containers").items());
        all.addAll(spec().at("initContainers").items());
        return all;
    }

    Optional<Place> proxy() {
        return containers().stream()
                .filter(container -> container.at("name").text().equals(PROXY))
                .findFirst();
    }

    boolean hasProxy() {
        return proxy().isPresent() || annotations().containsKey(LOCAL);
    }

    Spot spot() {
        return Spot.of(object);
    }

    Spot spot(Place field) {
        return new Spot(object, field);
    }
}
