package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.PeerPolicies.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The text that a {@link PeerSwitchStore} keeps. */
public final class PeerSwitchJson {
    private PeerSwitchJson() {}

    /** As JSON. */
    public static String encode(List<PeerPolicies> spoken) {
        var all = new JsonArray();
        for (var policies : spoken) {
            var scopes = new JsonArray();
            policies.mesh().ifPresent(scope -> scopes.add(json("mesh", scope)));
            policies.namespaces().values().forEach(scope -> scopes.add(json("namespace", scope)));
            policies.workloads().forEach(scope -> scopes.add(json("workload", scope)));
            all.add(scopes);
        }
        return all.encodePrettily() + "\n";
    }

    private static JsonObject json(String of, Scope scope) {
        var ports = new JsonObject();
        scope.ports().forEach((port, mode) -> ports.put(Integer.toString(port), mode.name()));
        var selector = new JsonObject();
        scope.selector().forEach(selector::put);
        return new JsonObject()
                .put("of", of)
                .put("namespace", scope.source().namespace())
                .put("name", scope.source().name())
                .put("selector", selector)
                .put("mode", scope.mode().map(MutualTlsMode::name).orElse(""))
                .put("ports", ports);
    }

    /** From JSON; IllegalArgumentException where it is something else. */
    public static List<PeerPolicies> decode(String text) {
        return new JsonArray(text)
                .stream()
                        .map(JsonArray.class::cast)
                        .map(PeerSwitchJson::policies)
                        .toList();
    }

    private static PeerPolicies policies(JsonArray scopes) {
        var mesh = Optional.<Scope>empty();
        var namespaces = new TreeMap<String, Scope>();
        var workloads = new ArrayList<Scope>();
        for (var item : scopes) {
            var object = (JsonObject) item;
            var scope = scope(object);
            switch (object.getString("of", "")) {
                case "mesh" -> mesh = Optional.of(scope);
                case "namespace" -> namespaces.put(scope.source().namespace(), scope);
                default -> workloads.add(scope);
            }
        }
        return new PeerPolicies(mesh, namespaces, workloads);
    }

    private static Scope scope(JsonObject object) {
        var key = new ConfigKey(
                "security.istio.io",
                "PeerAuthentication",
                object.getString("namespace", ""),
                object.getString("name", ""));
        var mode = object.getString("mode", "");
        var ports = new TreeMap<Integer, MutualTlsMode>();
        texts(object, "ports").forEach((port, name) -> ports.put(Integer.parseInt(port), MutualTlsMode.valueOf(name)));
        return new Scope(
                key,
                texts(object, "selector"),
                mode.isEmpty() ? Optional.empty() : Optional.of(MutualTlsMode.valueOf(mode)),
                ports);
    }

    private static Map<String, String> texts(JsonObject object, String name) {
        var texts = new TreeMap<String, String>();
        object.getJsonObject(name, new JsonObject())
                .forEach(entry -> texts.put(entry.getKey(), (String) entry.getValue()));
        return texts;
    }
}
