package dev.tulle.controlplane.debug;

import io.vertx.core.json.JsonObject;

/** What {@code /version} says, in the fields of Istio's build information. */
final class VersionJson {
    /** The version that proxies and tools are told. */
    static final String VERSION = "tulle-0.1.0";

    private VersionJson() {}

    static JsonObject version() {
        return new JsonObject()
                .put("version", VERSION)
                .put("revision", "unknown")
                .put("golang_version", "")
                .put("status", "Clean")
                .put("tag", VERSION);
    }
}
