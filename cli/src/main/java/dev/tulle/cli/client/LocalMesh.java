package dev.tulle.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh.Page.Lifetime;
import dev.tulle.cli.documents.ConfigStore;
import dev.tulle.cli.documents.KindNames;
import dev.tulle.cli.documents.Put;
import dev.tulle.cli.documents.Validation;
import dev.tulle.cli.process.ProcessIdentity;
import dev.tulle.cli.state.MeshStatus;
import dev.tulle.cli.state.MeshStatus.Address;
import dev.tulle.cli.state.StateDirectory;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.translate.Translator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mesh that runs on this machine: its objects are the files of its state directory, every port is one of loopback.
 *
 * @param state its directory
 * @param status what its supervisor says
 */
public record LocalMesh(StateDirectory state, MeshStatus status, JsonClient http) implements Mesh {
    /** The trust domain of every mesh that has not been told another. */
    public static final String TRUST_DOMAIN = "cluster.local";

    private static final Duration QUICK = Duration.ofSeconds(10);

    /** The mesh of that directory; empty when none runs there. */
    public static Optional<LocalMesh> running(StateDirectory state) throws IOException {
        return MeshStatus.read(state)
                .filter(known -> new ProcessIdentity(known.pid(), known.start()).isAlive())
                .map(known -> new LocalMesh(state, known, new JsonClient()));
    }

    /** The same; a failure that says how to start one when none runs there. */
    public static LocalMesh find(StateDirectory state) throws IOException, CommandFailure {
        return running(state)
                .orElseThrow(() -> new CommandFailure(
                        "no mesh runs in " + state + ": `tulle up` starts one, --state names another"));
    }

    @Override
    public String defaultNamespace() {
        return ConfigParser.DEFAULT_NAMESPACE;
    }

    @Override
    public List<ConfigObject> find(String kind, Optional<String> name, Optional<String> namespace) throws IOException {
        return everything().stream()
                .filter(object -> kind.equals("all") || KindNames.matches(kind, object.key()))
                .filter(object -> name.filter(
                                wanted -> !wanted.equals(object.key().name()))
                        .isEmpty())
                .filter(object -> object.key().namespace().isEmpty()
                        || namespace
                                .filter(wanted -> !wanted.equals(object.key().namespace()))
                                .isEmpty())
                .toList();
    }

    @Override
    public Validation check(Parsed documents) throws IOException {
        return Validation.of(documents, everything(), TRUST_DOMAIN);
    }

    @Override
    public List<ConfigObject> everything() throws IOException {
        return Stream.concat(ConfigStore.open(state).objects().values().stream(), ConfigStore.pods(state).stream())
                .toList();
    }

    @Override
    public Put put(ConfigObject object, Put.Mode mode) throws IOException {
        return switch (mode) {
            case WRITE -> ConfigStore.open(state).put(object, Instant.now());
            case DRY_RUN -> new Put.Stored(object, changeBy(object));
        };
    }

    private Put.Change changeBy(ConfigObject object) throws IOException {
        var existing = Optional.ofNullable(ConfigStore.open(state).objects().get(object.key()));
        return existing.map(before -> before.digest().equals(object.digest()) ? Put.Change.NONE : Put.Change.CHANGED)
                .orElse(Put.Change.CREATED);
    }

    @Override
    public boolean remove(ConfigKey key) throws IOException {
        return ConfigStore.open(state).remove(key);
    }

    /** Its control plane reads every object. */
    @Override
    public boolean hasReceipt(ConfigKey key) {
        return true;
    }

    @Override
    public Receipt receipt(ConfigKey key, Wanted form, Duration wait) throws InterruptedException, CommandFailure {
        return Receipt.read(controlPlane(Receipt.path(key, form.byDigest(), wait), wait.plus(QUICK)));
    }

    @Override
    public ArrayNode proxies() throws InterruptedException, CommandFailure {
        var all = JsonNodeFactory.instance.arrayNode();
        controlPlane("/debug/syncz", QUICK).forEach(all::add);
        return all;
    }

    @Override
    public EnvoyAdmin proxy(String name, Optional<String> namespace) throws IOException, CommandFailure {
        var model = new Translator(TRUST_DOMAIN)
                .translate(ConfigSnapshot.of(ConfigStore.pods(state)))
                .model();
        var workload = ProxyNames.find(model.workloads().values(), name, namespace);
        return new EnvoyAdmin("http://" + workload.address() + ":" + EnvoyAdmin.PORT, http);
    }

    @Override
    public String version() throws InterruptedException, CommandFailure {
        return controlPlane("/version", QUICK).path("version").asText();
    }

    @Override
    public List<Address> pages() {
        return status.addresses();
    }

    @Override
    public Page page(String part, int port) throws CommandFailure {
        // The console stands where Kiali would.
        var name = partName(part).equals("kiali") ? "console" : partName(part);
        return pages().stream()
                .filter(address -> partName(address.part()).startsWith(name))
                .map(address -> new Page(address.url(), Lifetime.MESH))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no part " + part + ", expected one of: "
                        + pages().stream()
                                .map(address -> partName(address.part()))
                                .collect(Collectors.joining(", "))));
    }

    private static String partName(String part) {
        return part.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private JsonNode controlPlane(String path, Duration limit) throws InterruptedException, CommandFailure {
        var url = status.url("control plane")
                .orElseThrow(() -> new CommandFailure("the mesh in " + state + " names no control plane"));
        return http.get(url.replaceAll("/$", "") + path, limit);
    }

    @Override
    public void close() {}
}
