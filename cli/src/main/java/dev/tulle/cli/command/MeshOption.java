package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.LocalMesh;
import dev.tulle.cli.client.Mesh;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which mesh a command means: one on this machine or one in a cluster. */
public final class MeshOption {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Mixin
    StateOption state = new StateOption();

    @Mixin
    ClusterOption cluster = new ClusterOption();

    boolean isNamed() {
        return state.isNamed() || cluster.isNamed();
    }

    /** The one that was named; else a running local one; else that of the current context, which is said. */
    public Mesh open() throws IOException, CommandFailure {
        if (cluster.isNamed() && state.isNamed()) {
            throw new ParameterException(
                    command.commandLine(), "--state means a local mesh; --kubeconfig, --context and -i mean a cluster");
        }
        if (cluster.isNamed()) {
            return cluster.open();
        }
        var local = LocalMesh.running(state.directory());
        var choice = !state.isNamed() && cluster.isThere();
        if (local.isPresent()) {
            if (choice) {
                System.err.println("tulle: the local mesh in " + state.directory() + " (--context means a cluster)");
            }
            return local.get();
        }
        if (!choice) {
            return LocalMesh.find(state.directory());
        }
        System.err.println("tulle: no local mesh runs: the mesh of " + cluster.words());
        return cluster.open();
    }
}
