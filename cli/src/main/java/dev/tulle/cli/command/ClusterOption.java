package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.kubernetes.ClusterMesh;
import dev.tulle.cli.kubernetes.Kubeconfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster a command means. */
public final class ClusterOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "mean this file's cluster (default: KUBECONFIG, else ~/.kube/config)")
    Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "mean this context's cluster (default: the current context)")
    Optional<String> context = Optional.empty();

    @Option(
            names = {"-i", "--istioNamespace"},
            paramLabel = "NAMESPACE",
            description = "where the cluster's control plane is (default: istio-system)")
    Optional<String> istioNamespace = Optional.empty();

    boolean isNamed() {
        return kubeconfig.isPresent() || context.isPresent() || istioNamespace.isPresent();
    }

    /** Whether there is a kubeconfig that was not named. */
    boolean isThere() {
        return Kubeconfig.isThere();
    }

    String istioNamespace() {
        return istioNamespace.orElse("istio-system");
    }

    /** The cluster in words. */
    String words() throws CommandFailure {
        return Kubeconfig.load(kubeconfig, context).toString();
    }

    Mesh open() throws CommandFailure {
        return ClusterMesh.open(Kubeconfig.load(kubeconfig, context), istioNamespace());
    }
}
