package dev.tulle.cli.kubernetes;

import dev.tulle.cli.CommandFailure;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which cluster, as whom.
 *
 * @param config of the Kubernetes client
 * @param context its name, for messages; empty in a pod
 */
public record Kubeconfig(Config config, String context) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Path IN_A_POD = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    /** What was named, else what KUBECONFIG or ~/.kube/config say, else the pod's own service account. */
    public static Kubeconfig load(Optional<Path> file, Optional<String> context) throws CommandFailure {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new CommandFailure("the kubeconfig " + file.get() + " does not exist or may not be read");
        }
        if (file.isEmpty() && !isThere()) {
            throw new CommandFailure(
                    "there is no kubeconfig: set KUBECONFIG, name one by --kubeconfig, or start a local mesh by `tulle up`");
        }
        var wanted = context.orElse(null);
        var config =
                file.isPresent() ? Config.fromKubeconfig(wanted, file.get().toFile()) : Config.autoConfigure(wanted);
        var current = Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName);
        if (context.isPresent() && !current.equals(context)) {
            throw new CommandFailure("the kubeconfig has no context " + context.get() + ", expected one of: "
                    + config.getContexts().stream().map(NamedContext::getName).collect(Collectors.joining(", ")));
        }
        if (current.isEmpty() && !Files.exists(IN_A_POD)) {
            throw new CommandFailure("the kubeconfig has no current context: name one by --context");
        }
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout((int) CONNECT.toMillis());
        return new Kubeconfig(config, current.orElse("of this pod"));
    }

    /** Whether there is one without that it is named. */
    public static boolean isThere() {
        return Config.getKubeconfigFilenames().stream().map(Path::of).anyMatch(Files::isReadable)
                || Files.exists(IN_A_POD);
    }

    /** The namespace of objects that name none. */
    public String namespace() {
        return Optional.ofNullable(config.getNamespace()).orElse("default");
    }

    /** {@code context kind-kind (https://127.0.0.1:6443)}. */
    @Override
    public String toString() {
        return "context " + context + " (" + config.getMasterUrl().replaceAll("/$", "") + ")";
    }
}
