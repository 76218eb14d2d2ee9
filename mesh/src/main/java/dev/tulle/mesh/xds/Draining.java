package dev.tulle.mesh.xds;

import java.time.Duration;
import java.util.List;

/**
 * How a proxy whose pod is about to end lets its clients go. Envoy ends at once when it is told to, so before that it must be told
 * to drain: from then on each answer closes its connection (HTTP/2: GOAWAY), and clients connect anew, to somebody else. Listeners
 * stay open meanwhile, and what the application sends is not touched. That is an administrative request by POST, which kubelet's
 * httpGet cannot make and nobody outside of the pod may; hence a command for the proxy's container, in bash.
 *
 * <p>Kubernetes runs the preStop hook of a native sidecar (an init container with restartPolicy Always) as soon as the pod is
 * deleted, beside those of the application, and ends the sidecar only when all other containers have ended. So the hook drains and
 * returns. A classic sidecar is told to end when its hook returns, so there the hook also waits for the application.
 *
 * <p>Envoy is to be started with {@code --drain-strategy immediate}: otherwise only a growing share of the answers closes.
 * Source: Envoy's admin page {@code /drain_listeners}; checked with Envoy 1.40.
 */
public final class Draining {
    /** Envoy's argument and its value. */
    public static final List<String> ARGUMENTS = List.of("--drain-strategy", "immediate");

    /** The application is there as long as a user other than the proxy's listens (0A), is connected (01) or connects (02). */
    private static final String WAIT = """
        busy() {
          local state uid
          while read -r _ _ _ state _ _ _ uid _; do
            case $state in 01|02|0A) [[ $uid != 1337 ]] && return 0 ;; esac
          done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
          return 1
        }
        while busy; do sleep 0.2; done
        """;

    private Draining() {}

    /** The preStop command of a native sidecar, and of a gateway's. */
    public static List<String> preStop(Bootstrap.Kind kind) {
        return bash(drain(kind));
    }

    /**
     * The preStop command of a classic sidecar, and of a gateway that is alone in its pod: it lasts as long as the application, or
     * the pod's grace period.
     *
     * @param atLeast how long it lasts where there is no application; whole seconds
     */
    public static List<String> preStopAfterApplication(Bootstrap.Kind kind, Duration atLeast) {
        return bash(drain(kind) + "sleep " + atLeast.toSeconds() + "\n" + WAIT);
    }

    /** A gateway that routes by itself has listeners that are a client's of the mesh: all of its listeners drain. */
    private static String drain(Bootstrap.Kind kind) {
        var which =
                switch (kind) {
                    case SIDECAR -> "&inboundonly";
                    case ROUTER -> "";
                };
        return """
            exec 3<>/dev/tcp/127.0.0.1/15000 && printf 'POST /drain_listeners?graceful&skip_exit%s HTTP/1.1\\r\\n\
            Host: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3 >/dev/null
            """.formatted(which);
    }

    private static List<String> bash(String script) {
        return List.of("/bin/bash", "-c", script);
    }
}
