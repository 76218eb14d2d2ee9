package dev.tulle.mesh.xds.filter;

import com.google.protobuf.Struct;
import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.Structs;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import java.util.List;

/**
 * Takes away every header that only the mesh may set from a request that comes from outside, before anything reads it. Removal
 * by prefix is newer than the Java API and so travels as fields. Source:
 * envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation.
 */
public final class OutsideHeaders {
    private OutsideHeaders() {}

    public static TypedExtensionConfig removal() {
        var prefix = Structs.object(Structs.of("prefix", Structs.text(PeerNames.HEADER_PREFIX)));
        var removal = Structs.object(Structs.of("remove_on_match", Structs.object(Structs.of("key_matcher", prefix))));
        Struct config = Structs.of("mutations", Structs.list(List.of(removal)));
        return Packed.extension(
                "envoy.http.early_header_mutation.header_mutation",
                Packed.any("envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation", config));
    }
}
