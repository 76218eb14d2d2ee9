package dev.tulle.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that writes and reads the very bytes. A read waits for at most ten seconds. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Wire(URI gateway) throws IOException {
        socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends the text; a line ends with the platform-independent two bytes of HTTP. */
    Wire send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Everything up to and with this text. */
    String readUntil(String text) throws IOException {
        var read = new ByteArrayOutputStream();
        var wanted = text.replace("\n", "\r\n");
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(wanted)) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + read.toString(StandardCharsets.ISO_8859_1));
            }
            read.write(next);
        }
        return read.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    /** Status line and headers, in lower case. */
    String readHead() throws IOException {
        return readUntil("\n\n").toLowerCase(Locale.ROOT);
    }

    /** Everything until the gateway closes the connection. */
    String readToTheEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
