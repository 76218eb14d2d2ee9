package dev.tulle.console.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.console.http.Unreachable;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.mesh.MeshReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestQuery;

/** The control plane, its proxies and its objects. */
@Path("/api/mesh")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeshResource {
    private static final Pattern PROXY = Pattern.compile("[A-Za-z0-9._-]{1,300}");

    private final ControlPlaneClient controlPlane;

    MeshResource(ControlPlaneClient controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** The control plane, every proxy with its state and its certificate, every service. */
    @GET
    public String mesh() {
        return ask(() -> new MeshReport(controlPlane).json().toString());
    }

    /** Every object with its origin, and every problem. */
    @GET
    @Path("/config")
    public String config() {
        return ask(() -> {
            var json = JsonNodeFactory.instance.objectNode();
            json.set("objects", controlPlane.get("debug/configz"));
            json.set("problems", controlPlane.get("debug/problems"));
            return json.toString();
        });
    }

    /** How far one object has come. */
    @GET
    @Path("/receipt")
    public String receipt(
            @RestQuery @DefaultValue("") String group,
            @RestQuery @DefaultValue("") String kind,
            @RestQuery @DefaultValue("") String namespace,
            @RestQuery @DefaultValue("") String name) {
        if (kind.isEmpty() || name.isEmpty()) {
            throw Refusal.badRequest("kind= and name= are needed");
        }
        var query = new StringBuilder("debug/receipts?wait=0s");
        Map.of("group", group, "kind", kind, "namespace", namespace, "name", name)
                .forEach((key, value) -> query.append('&')
                        .append(key)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return ask(() -> controlPlane.get(query.toString()).toString());
    }

    /** What one proxy shall have: listeners, routes, clusters, endpoints, secrets by name. */
    @GET
    @Path("/proxy")
    public String proxy(@RestQuery @DefaultValue("") String id) {
        if (!PROXY.matcher(id).matches()) {
            throw Refusal.badRequest("id= is POD.NAMESPACE");
        }
        return ask(() -> controlPlane.get("debug/config_dump?proxyID=" + id).toString());
    }

    private interface Question {
        String ask() throws Unreachable;
    }

    private static String ask(Question question) {
        try {
            return question.ask();
        } catch (Unreachable e) {
            throw Refusal.unavailable("The control plane " + e.getMessage() + ".");
        }
    }
}
