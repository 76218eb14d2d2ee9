package dev.tulle.controlplane.push;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One DeltaDiscoveryResponse that is never encoded as a whole: the bytes of its resources are those that every stream shares, and
 * only type, nonce and the removed names are written for this one. Protobuf fields may stand in any order.
 * Source: envoy/service/discovery/v3/discovery.proto, DeltaDiscoveryResponse.
 */
final class EncodedResponse {
    private static final int RESOURCES = 2;
    private static final int TYPE_URL = 4;
    private static final int NONCE = 5;
    private static final int REMOVED_RESOURCES = 6;
    private static final int RESOURCE_VERSION = 1;
    private static final int RESOURCE_BODY = 2;
    private static final int RESOURCE_NAME = 3;
    private static final int ANY_TYPE_URL = 1;
    private static final int ANY_VALUE = 2;

    private final List<ByteString> parts;
    private final int size;

    private EncodedResponse(List<ByteString> parts) {
        this.parts = List.copyOf(parts);
        this.size = parts.stream().mapToInt(ByteString::size).sum();
    }

    /** A response of these framed resources (see {@link #frame}). */
    static EncodedResponse of(String typeUrl, String nonce, List<ByteString> framed, Collection<String> removed) {
        var parts = new ArrayList<ByteString>(framed.size() + 1);
        parts.addAll(framed);
        parts.add(encode(out -> {
            out.writeString(TYPE_URL, typeUrl);
            out.writeString(NONCE, nonce);
            for (var name : removed) {
                out.writeString(REMOVED_RESOURCES, name);
            }
        }));
        return new EncodedResponse(parts);
    }

    /** A resource as it stands in the field {@code resources}, tag and length included; the value's bytes are not copied. */
    static ByteString frame(String typeUrl, String name, String version, ByteString value) {
        var anyHead = encode(out -> {
            out.writeString(ANY_TYPE_URL, typeUrl);
            out.writeTag(ANY_VALUE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(value.size());
        });
        var resourceHead = encode(out -> {
            out.writeString(RESOURCE_NAME, name);
            out.writeString(RESOURCE_VERSION, version);
            out.writeTag(RESOURCE_BODY, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(anyHead.size() + value.size());
        });
        var length = resourceHead.size() + anyHead.size() + value.size();
        return encode(out -> {
                    out.writeTag(RESOURCES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    out.writeUInt32NoTag(length);
                    out.writeRawBytes(resourceHead);
                    out.writeRawBytes(anyHead);
                })
                .concat(value);
    }

    List<ByteString> parts() {
        return parts;
    }

    /** In bytes. */
    int size() {
        return size;
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static ByteString encode(Writing writing) {
        var bytes = ByteString.newOutput();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteString();
    }
}
