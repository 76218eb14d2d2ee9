package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FixedPortTest {
    @Test
    void aPortInUseIsSaidWithItsOwner() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var port = new FixedPort("gateway", taken.getLocalPort());

            assertThatThrownBy(port::requireFree)
                    .isInstanceOf(UnusableEnvironment.class)
                    .hasMessageStartingWith("port 127.0.0.1:" + taken.getLocalPort()
                            + " (gateway) is in use by pid "
                            + ProcessHandle.current().pid() + " (java)");
        }
    }

    @Test
    void aFreePortIsNoProblem() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            free = socket.getLocalPort();
        }
        var port = new FixedPort("gateway", free);

        assertThatCode(port::requireFree).doesNotThrowAnyException();
    }
}
