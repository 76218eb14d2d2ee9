package dev.tulle.controlplane.push;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * How grpc-java reads an {@link EncodedResponse}: it asks for the length first and then lets the parts be written straight into
 * its own buffers, so that nothing is encoded or gathered once more.
 */
final class EncodedResponseStream extends InputStream implements KnownLength, Drainable {
    /** For the method's descriptor; the server only ever writes responses. */
    static final MethodDescriptor.Marshaller<EncodedResponse> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(EncodedResponse response) {
            return new EncodedResponseStream(response);
        }

        @Override
        public EncodedResponse parse(InputStream stream) {
            throw new UnsupportedOperationException("a server does not read responses");
        }
    };

    private final EncodedResponse response;
    private int part;
    private int offset;
    private int remaining;

    private EncodedResponseStream(EncodedResponse response) {
        this.response = response;
        this.remaining = response.size();
    }

    @Override
    public int available() {
        return remaining;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        var written = remaining;
        for (; part < response.parts().size(); part++) {
            response.parts().get(part).substring(offset).writeTo(target);
            offset = 0;
        }
        remaining = 0;
        return written;
    }

    @Override
    public int read() {
        while (part < response.parts().size()) {
            var bytes = response.parts().get(part);
            if (offset < bytes.size()) {
                remaining--;
                return bytes.byteAt(offset++) & 0xff;
            }
            part++;
            offset = 0;
        }
        return -1;
    }

    @Override
    public int read(byte[] target, int at, int length) {
        var done = 0;
        while (done < length && part < response.parts().size()) {
            var bytes = response.parts().get(part);
            var count = Math.min(length - done, bytes.size() - offset);
            bytes.substring(offset, offset + count).copyTo(target, at + done);
            done += count;
            offset += count;
            if (offset == bytes.size()) {
                part++;
                offset = 0;
            }
        }
        remaining -= done;
        return done == 0 && length > 0 ? -1 : done;
    }
}
