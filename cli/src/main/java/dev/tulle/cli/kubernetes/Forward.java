package dev.tulle.cli.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A port-forward that is open.
 *
 * @param port on this machine's loopback
 * @param open what keeps it open
 */
record Forward(int port, Closeable open) implements AutoCloseable {
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the port-forward", e);
        }
    }
}
