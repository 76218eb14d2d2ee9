package dev.tulle.mesh.translate;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.kubernetes.Deployments.DeploymentSpec;
import dev.tulle.mesh.translate.kubernetes.Pods.PodSpec;
import dev.tulle.mesh.translate.kubernetes.Pods.Readiness;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pods for Deployments that have none, for looking at a mesh that does not run. A pod's address is a function of its name, as
 * long as no other has the same.
 */
final class MadeUpPods {
    private static final String PUBLISHED = "127.0.0.1";

    private MadeUpPods() {}

    /** For each Deployment without any of the pods, one per replica. */
    static List<PodSpec> missing(Collection<PodSpec> pods, Collection<DeploymentSpec> deployments) {
        var owners = pods.stream().map(MadeUpPods::ownerOf).collect(Collectors.toCollection(HashSet::new));
        var taken = pods.stream().map(PodSpec::address).collect(Collectors.toCollection(TreeSet::new));
        return deployments.stream()
                .filter(deployment -> !owners.contains(keyOf(deployment)))
                .flatMap(deployment -> Stream.iterate(0, index -> index < deployment.replicas(), index -> index + 1)
                        .map(index -> pod(deployment, index, taken)))
                .toList();
    }

    private static WorkloadKey ownerOf(PodSpec pod) {
        return new WorkloadKey(pod.key().namespace(), pod.owner());
    }

    private static WorkloadKey keyOf(DeploymentSpec deployment) {
        return new WorkloadKey(
                deployment.source().namespace(), deployment.source().name());
    }

    private static PodSpec pod(DeploymentSpec deployment, int index, Set<String> taken) {
        var owner = deployment.source();
        var key = new WorkloadKey(owner.namespace(), owner.name() + "-" + index);
        var low = Math.floorMod(key.toString().hashCode(), 1 << 22);
        while (!taken.add(address(64, low))) {
            low = (low + 1) % (1 << 22);
        }
        var proxy = address(64, low);
        var published = deployment.edgePort().isPresent() ? Optional.of(PUBLISHED) : Optional.<String>empty();
        return new PodSpec(
                key,
                owner.name(),
                deployment.labels(),
                proxy,
                Readiness.READY,
                deployment.serviceAccount(),
                deployment.namedPorts(),
                Optional.of(new CaptureMode.Explicit(proxy, address(128, low), published)),
                deployment.edgePort());
    }

    /** Loopback addresses far from those that {@code tulle up} gives out. */
    private static String address(int block, int low) {
        return "127." + (block + (low >> 16)) + "." + ((low >> 8) & 0xFF) + "." + (low & 0xFF);
    }
}
