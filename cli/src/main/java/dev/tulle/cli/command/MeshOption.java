package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.LocalMesh;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.kubernetes.ClusterMesh;
import dev.tulle.cli.kubernetes.Kubeconfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which mesh a command means: one on this machine or one in a cluster. */
public final class MeshOption {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Mixin
    StateOption state = new StateOption();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "mean the mesh of this file's cluster (default: KUBECONFIG, else ~/.kube/config)")
    Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "mean the mesh of this context's cluster (default: the current context, unless a local mesh runs)")
    Optional<String> context = Optional.empty();

    @Option(
            names = {"-i", "--istioNamespace"},
            paramLabel = "NAMESPACE",
            description = "where the cluster's control plane is (default: istio-system)")
    Optional<String> istioNamespace = Optional.empty();

    boolean isNamed() {
        return state.isNamed() || isCluster();
    }

    private boolean isCluster() {
        return kubeconfig.isPresent() || context.isPresent() || istioNamespace.isPresent();
    }

    /** The one that was named; else a running local one; else that of the current context, which is said. */
    public Mesh open() throws IOException, CommandFailure {
        if (isCluster() && state.isNamed()) {
            throw new ParameterException(
                    command.commandLine(), "--state means a local mesh; --kubeconfig, --context and -i mean a cluster");
        }
        if (isCluster()) {
            return cluster();
        }
        var local = LocalMesh.running(state.directory());
        var choice = !state.isNamed() && Kubeconfig.isThere();
        if (local.isPresent()) {
            if (choice) {
                System.err.println("tulle: the local mesh in " + state.directory() + " (--context means a cluster)");
            }
            return local.get();
        }
        if (!choice) {
            return LocalMesh.find(state.directory());
        }
        System.err.println("tulle: no local mesh runs: the mesh of " + Kubeconfig.load(kubeconfig, context));
        return cluster();
    }

    private Mesh cluster() throws CommandFailure {
        return ClusterMesh.open(Kubeconfig.load(kubeconfig, context), istioNamespace.orElse("istio-system"));
    }
}
