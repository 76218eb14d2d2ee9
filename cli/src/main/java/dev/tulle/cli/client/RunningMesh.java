package dev.tulle.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A mesh that runs.
 *
 * @param state its directory
 * @param status what its supervisor says
 */
public record RunningMesh(StateDirectory state, MeshStatus status, JsonClient http) {
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMillis(10);

    /** The mesh of that directory; a failure that says how to start one when none runs there. */
    public static RunningMesh find(StateDirectory state) throws IOException, CommandFailure {
        var status = MeshStatus.read(state).filter(known -> new ProcessIdentity(known.pid(), known.start()).isAlive());
        if (status.isEmpty()) {
            throw new CommandFailure("no mesh runs in " + state + ": `tulle up` starts one, --state names another");
        }
        return new RunningMesh(state, status.get(), new JsonClient());
    }

    /** An answer of the control plane's management port. */
    public JsonNode controlPlane(String path) throws IOException, InterruptedException, CommandFailure {
        return controlPlane(path, QUICK);
    }

    /**
     * How far an object has come.
     *
     * @param digest of the form that is asked for; empty: whatever form the control plane knows
     * @param wait how long the answer may take while the object is on its way
     */
    public Receipt receipt(ConfigKey key, Optional<String> digest, Duration wait)
            throws IOException, InterruptedException, CommandFailure {
        var path = "/debug/receipts?group=" + encoded(key.group()) + "&kind=" + encoded(key.kind()) + "&namespace="
                + encoded(key.namespace()) + "&name=" + encoded(key.name()) + "&wait=" + wait.toMillis() + "ms"
                + digest.map(value -> "&digest=" + encoded(value)).orElse("");
        return Receipt.read(controlPlane(path, wait.plus(QUICK)));
    }

    /**
     * How far that form of an object has come.
     *
     * @param deadline of System.nanoTime: until then an object that is on its way is waited for
     */
    public Receipt receiptOf(ConfigObject object, long deadline)
            throws IOException, InterruptedException, CommandFailure {
        var digest = Optional.of(object.digest());
        var receipt = receipt(object.key(), digest, left(deadline));
        // An object that was deleted and is there again is still called deleted until its file has been seen.
        while (receipt.reach().state() == Receipt.State.DELETED && System.nanoTime() - deadline < 0) {
            Thread.sleep(AGAIN);
            receipt = receipt(object.key(), digest, left(deadline));
        }
        return receipt;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private JsonNode controlPlane(String path, Duration limit)
            throws IOException, InterruptedException, CommandFailure {
        var url = status.url("control plane")
                .orElseThrow(() -> new CommandFailure("the mesh in " + state + " names no control plane"));
        return http.get(url.replaceAll("/$", "") + path, limit);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
