package dev.tulle.cli.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.EnvoyAdmin;
import dev.tulle.cli.client.JsonClient;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.Wanted;
import dev.tulle.cli.documents.Put;
import dev.tulle.cli.documents.Validation;
import dev.tulle.cli.state.MeshStatus.Address;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser.Parsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A mesh in a cluster. Everything that was opened for a question is closed with it. */
public final class ClusterMesh implements Mesh {
    private static final Duration QUICK = Duration.ofSeconds(10);

    private final ApiServer server;
    private final String defaultNamespace;
    private final String istioNamespace;
    private final ClusterStore store;
    private final IstiodReplicas istiod;
    private final ClusterProxies proxies;
    private final ClusterPages pages;

    private ClusterMesh(ApiServer server, Forwarding forwarding, String defaultNamespace, String istioNamespace) {
        var http = new JsonClient();
        this.server = server;
        this.defaultNamespace = defaultNamespace;
        this.istioNamespace = istioNamespace;
        store = new ClusterStore(server);
        istiod = new IstiodReplicas(server, forwarding, http, istioNamespace);
        proxies = new ClusterProxies(server, forwarding, http);
        pages = new ClusterPages(server, forwarding, istioNamespace, proxies);
    }

    /**
     * The mesh whose control plane is in that namespace.
     *
     * @param istioNamespace usually istio-system
     */
    public static ClusterMesh open(Kubeconfig kubeconfig, String istioNamespace) {
        var server = new ApiServer(kubeconfig);
        return new ClusterMesh(server, server::forward, kubeconfig.namespace(), istioNamespace);
    }

    /** The same with other port-forwards. */
    static ClusterMesh open(Kubeconfig kubeconfig, String istioNamespace, Forwarding forwarding) {
        return new ClusterMesh(new ApiServer(kubeconfig), forwarding, kubeconfig.namespace(), istioNamespace);
    }

    @Override
    public String defaultNamespace() {
        return defaultNamespace;
    }

    @Override
    public List<ConfigObject> find(String kind, Optional<String> name, Optional<String> namespace)
            throws InterruptedException, CommandFailure {
        return store.find(kind, name, namespace);
    }

    @Override
    public List<ConfigObject> everything() throws InterruptedException, CommandFailure {
        var all = new ArrayList<>(store.ofMesh());
        all.addAll(store.ofWorkloads());
        all.addAll(store.find("configmaps", Optional.of("istio-sidecar-injector"), Optional.of(istioNamespace)));
        return all;
    }

    /** The API server checks what is not of the mesh. */
    @Override
    public Validation check(Parsed documents) throws InterruptedException, CommandFailure {
        var context = documents.objects().stream().anyMatch(object -> hasReceipt(object.key()))
                ? store.ofMesh()
                : List.<ConfigObject>of();
        return Validation.ofRules(documents, context, "cluster.local");
    }

    @Override
    public Put put(ConfigObject object, Put.Mode mode) throws InterruptedException, CommandFailure {
        return store.put(object, mode);
    }

    @Override
    public boolean remove(ConfigKey key) throws InterruptedException, CommandFailure {
        return store.remove(key);
    }

    @Override
    public boolean hasReceipt(ConfigKey key) {
        return ResourceTypes.isOfMesh(key.group());
    }

    @Override
    public Receipt receipt(ConfigKey key, Wanted form, Duration wait) throws InterruptedException, CommandFailure {
        var answers = istiod.ask(Receipt.path(key, form, wait), wait.plus(QUICK)).stream()
                .map(IstiodReplicas.Answer::json)
                .toList();
        var wanted = form.equals(Wanted.GONE) ? ReceiptSum.Wanted.DELETED : ReceiptSum.Wanted.PRESENT;
        return Receipt.read(ReceiptSum.of(answers, wanted));
    }

    @Override
    public ArrayNode proxies() throws InterruptedException, CommandFailure {
        var all = new ArrayList<JsonNode>();
        for (var answer : istiod.ask("/debug/syncz", QUICK)) {
            answer.json().forEach(proxy -> {
                if (proxy instanceof ObjectNode object) {
                    object.put("istiod", answer.replica());
                }
                all.add(proxy);
            });
        }
        all.sort(Comparator.comparing(proxy -> proxy.path("proxy").asText()));
        return JsonNodeFactory.instance.arrayNode().addAll(all);
    }

    @Override
    public EnvoyAdmin proxy(String name, Optional<String> namespace) throws InterruptedException, CommandFailure {
        return proxies.admin(name, namespace);
    }

    @Override
    public String version() throws InterruptedException, CommandFailure {
        return istiod.ask("/version", QUICK).stream()
                .map(answer -> answer.json().path("version").asText())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Address> pages() throws InterruptedException, CommandFailure {
        return pages.all();
    }

    @Override
    public Page page(String part, int port) throws InterruptedException, CommandFailure {
        return pages.open(part, port);
    }

    @Override
    public void close() {
        istiod.close();
        proxies.close();
        pages.close();
        server.close();
    }
}
