package dev.tulle.controlplane.debug;

import dev.tulle.controlplane.push.ProxyView;
import dev.tulle.mesh.xds.ResourceType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Connected proxies, in the shape of Istio's {@code /debug/syncz} and {@code /debug/connections}. */
final class ProxiesJson {
    private ProxiesJson() {}

    /** One entry per proxy: for each type the nonce of the last response and of the last ACK; equal means synced. */
    static JsonArray syncz(List<ProxyView> proxies) {
        var all = new JsonArray();
        for (var proxy : proxies) {
            var entry = new JsonObject()
                    .put("cluster_id", "Kubernetes")
                    .put("proxy", proxy.workload().toString())
                    .put("proxy_type", proxy.nodeId().startsWith("router") ? "router" : "sidecar")
                    .put("proxy_version", proxy.envoyVersion())
                    .put("istio_version", VersionJson.VERSION);
            put(entry, "cluster", proxy, ResourceType.CLUSTER);
            put(entry, "listener", proxy, ResourceType.LISTENER);
            put(entry, "route", proxy, ResourceType.ROUTE);
            put(entry, "endpoint", proxy, ResourceType.ENDPOINT);
            put(entry, "virtual_host", proxy, ResourceType.VIRTUAL_HOST);
            put(entry, "secret", proxy, ResourceType.SECRET);
            var refusals = new JsonArray();
            proxy.refusals()
                    .forEach((id, words) -> refusals.add(new JsonObject()
                            .put("type", id.type().name())
                            .put("name", id.name())
                            .put("message", words)));
            all.add(entry.put("refusals", refusals));
        }
        return all;
    }

    private static void put(JsonObject entry, String name, ProxyView proxy, ResourceType type) {
        var view = proxy.types().get(type);
        if (view == null) {
            return;
        }
        entry.put(name + "_sent", view.sent())
                .put(name + "_acked", view.accepted())
                .put(name + "_held", view.held())
                .put(name + "_behind", view.behind());
    }

    static JsonObject connections(List<ProxyView> proxies) {
        var clients = new JsonArray();
        for (var proxy : proxies) {
            clients.add(new JsonObject()
                    .put("connectionId", proxy.nodeId())
                    .put("proxy", proxy.workload().toString())
                    .put("connectedAt", proxy.since().toString())
                    .put("address", proxy.peer()));
        }
        return new JsonObject().put("totalClients", proxies.size()).put("clients", clients);
    }
}
