package dev.tulle.console.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.console.http.Unreachable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What the mesh page shows: the control plane, every proxy with its state and its certificate, every service. */
public final class MeshReport {
    private static final List<String> TYPES =
            List.of("cluster", "listener", "route", "endpoint", "virtual_host", "secret");
    /** Of a plausible moment in seconds: from 2001 on. */
    private static final long EARLIEST = 1_000_000_000;

    private final ControlPlaneClient controlPlane;

    public MeshReport(ControlPlaneClient controlPlane) {
        this.controlPlane = controlPlane;
    }

    public ObjectNode json() throws Unreachable {
        var config = controlPlane.config();
        var json = JsonNodeFactory.instance.objectNode();
        json.set("version", controlPlane.get("version"));
        json.set("services", controlPlane.get("debug/registryz"));
        json.put("objects", config.objects().size());
        json.put("pods", config.workloads().size());
        var workloads = config.workloads();
        var connections = connections();
        var proxies = json.putArray("proxies");
        for (var proxy : config.proxies()) {
            var id = proxy.path("proxy").asText();
            var connection = connections.get(id);
            var entry = proxies.addObject()
                    .put("proxy", id)
                    .put("workload", workloads.getOrDefault(id, ""))
                    .put("type", proxy.path("proxy_type").asText())
                    .put("version", proxy.path("proxy_version").asText())
                    .put("state", state(proxy));
            if (connection != null) {
                entry.put("since", connection.path("connectedAt").asText())
                        .put("address", connection.path("address").asText());
            }
            var types = entry.putArray("types");
            for (var type : TYPES) {
                types.addObject()
                        .put("type", type)
                        .put("held", proxy.path(type + "_held").asInt())
                        .put("behind", proxy.path(type + "_behind").asInt());
            }
            entry.set("refusals", proxy.path("refusals"));
            expiry(id).ifPresent(at -> entry.put("expires", at));
        }
        return json;
    }

    private static String state(JsonNode proxy) {
        if (!proxy.path("refusals").isEmpty()) {
            return "refused";
        }
        return TYPES.stream().allMatch(type -> proxy.path(type + "_behind").asInt() == 0) ? "synced" : "behind";
    }

    private Map<String, JsonNode> connections() throws Unreachable {
        var byProxy = new HashMap<String, JsonNode>();
        controlPlane
                .get("debug/connections")
                .path("clients")
                .forEach(client -> byProxy.put(client.path("proxy").asText(), client));
        return byProxy;
    }

    /** Seconds of the epoch; the version of a certificate ends with it. */
    private OptionalLong expiry(String proxy) throws Unreachable {
        for (var secret : controlPlane.get("debug/config_dump?proxyID=" + proxy).path("secrets")) {
            if (secret.path("name").asText().equals("default")) {
                var version = secret.path("version").asText();
                var digits = version.replaceFirst("^.*[^0-9]", "");
                if (!digits.isEmpty() && digits.length() <= 18 && Long.parseLong(digits) > EARLIEST) {
                    return OptionalLong.of(Long.parseLong(digits));
                }
            }
        }
        return OptionalLong.empty();
    }
}
