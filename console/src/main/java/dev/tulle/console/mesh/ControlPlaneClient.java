package dev.tulle.console.mesh;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tulle.console.http.BoundedHttp;
import dev.tulle.console.http.Unreachable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The control plane's debug endpoints. Thread: any; each call blocks, at most for its timeout. */
public final class ControlPlaneClient {
    private final URI base;
    private final BoundedHttp http;

    /** @param base of the management port: {@code http://127.0.0.1:15014/} */
    public ControlPlaneClient(URI base, BoundedHttp http) {
        this.base = base;
        this.http = http;
    }

    /** Objects and proxies of this moment. */
    public MeshConfig config() throws Unreachable {
        return new MeshConfig(list(get("debug/configz")), list(get("debug/syncz")));
    }

    /** Any question, by path and query below the management port. */
    public JsonNode get(String path) throws Unreachable {
        return http.json(base.resolve(path));
    }

    private static List<JsonNode> list(JsonNode array) {
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return all;
    }
}
