package dev.tulle.mesh.xds.wire;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Any;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Struct;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;

/**
 * Messages inside an {@code Any}. The type's name is given by the caller as a constant: asking the message for it initialises
 * protobuf's reflection, which a native image does not have.
 */
public final class Packed {
    private static final String PREFIX = "type.googleapis.com/";

    private Packed() {}

    /** Packs a message of that full name: {@code envoy.extensions.filters.http.router.v3.Router}. */
    public static Any any(String type, MessageLite message) {
        return Any.newBuilder()
                .setTypeUrl(PREFIX + type)
                .setValue(message.toByteString())
                .build();
    }

    /** A message that the API of Java does not have yet, as fields. Envoy checks it as if it were the message itself. */
    public static Any any(String type, Struct fields) {
        return any(
                "xds.type.v3.TypedStruct",
                TypedStruct.newBuilder()
                        .setTypeUrl(PREFIX + type)
                        .setValue(fields)
                        .build());
    }

    /** An extension under its name. */
    public static TypedExtensionConfig extension(String name, Any config) {
        return TypedExtensionConfig.newBuilder()
                .setName(name)
                .setTypedConfig(config)
                .build();
    }
}
