package dev.tulle.cli.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.documents.Put;
import dev.tulle.cli.documents.Validation;
import dev.tulle.cli.state.MeshStatus.Address;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A mesh that can be asked and changed, wherever it is: on this machine or in a Kubernetes cluster. Whatever a method waits for
 * has a limit; what cannot be done is a {@link CommandFailure} that says why.
 */
public interface Mesh extends AutoCloseable {
    /** The namespace of objects that name none. */
    String defaultNamespace();

    /**
     * The objects of a kind, as a user names it, sorted by key.
     *
     * @param kind {@code virtualservice}, {@code vs}, ...; {@code all} for every kind that configures the mesh
     */
    List<ConfigObject> find(String kind, Optional<String> name, Optional<String> namespace)
            throws IOException, InterruptedException, CommandFailure;

    /** All objects that say how the mesh and its workloads are. */
    List<ConfigObject> everything() throws IOException, InterruptedException, CommandFailure;

    /** What is wrong with documents, seen together with all that is there. */
    Validation check(Parsed documents) throws IOException, InterruptedException, CommandFailure;

    /** Puts an object in place of the one with its key. */
    Put put(ConfigObject object, Put.Mode mode) throws IOException, InterruptedException, CommandFailure;

    /** Removes an object; says whether it was there. */
    boolean remove(ConfigKey key) throws IOException, InterruptedException, CommandFailure;

    /** Whether the control plane has a receipt for such an object. */
    boolean hasReceipt(ConfigKey key);

    /**
     * How far an object has come.
     *
     * @param form which is asked for
     * @param wait how long the answer may take while the object is on its way
     */
    Receipt receipt(ConfigKey key, Wanted form, Duration wait) throws IOException, InterruptedException, CommandFailure;

    /** Every connected proxy, as /debug/syncz says. */
    ArrayNode proxies() throws IOException, InterruptedException, CommandFailure;

    /** The admin port of the proxy that a user means: by pod or by workload. */
    EnvoyAdmin proxy(String name, Optional<String> namespace) throws IOException, InterruptedException, CommandFailure;

    /** The control plane's version; of several the different ones. */
    String version() throws IOException, InterruptedException, CommandFailure;

    /** The pages that there are. */
    List<Address> pages() throws IOException, InterruptedException, CommandFailure;

    /**
     * One page that can be opened now.
     *
     * @param part its name, or a proxy's
     * @param port on this machine; 0: any
     */
    Page page(String part, int port) throws IOException, InterruptedException, CommandFailure;

    /** A page, and for how long it answers. */
    record Page(String url, Lifetime lifetime) {
        /** Until when a page answers. */
        public enum Lifetime {
            /** As long as the mesh runs. */
            MESH,
            /** As long as the command runs. */
            COMMAND
        }
    }

    /**
     * How far that form of an object has come.
     *
     * @param deadline of System.nanoTime: until then an object that is on its way is waited for
     */
    default Receipt receiptOf(ConfigObject object, long deadline)
            throws IOException, InterruptedException, CommandFailure {
        var form = Wanted.of(object);
        var receipt = receipt(object.key(), form, left(deadline));
        // An object that was deleted and is there again is still called deleted until its new form has been seen.
        while (receipt.reach().state() == Receipt.State.DELETED && System.nanoTime() - deadline < 0) {
            Thread.sleep(Duration.ofMillis(10));
            receipt = receipt(object.key(), form, left(deadline));
        }
        return receipt;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    void close();
}
