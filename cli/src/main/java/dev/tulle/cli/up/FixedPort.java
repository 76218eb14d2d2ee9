package dev.tulle.cli.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A port of 127.0.0.1 that the mesh always uses.
 *
 * @param user who will listen there
 */
record FixedPort(String user, int port) {
    /** /proc/net/tcp: state of a listening socket, and the columns of a line. */
    private static final String LISTENING = "0A";

    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** Throws, naming who has it where /proc tells, when the port is taken. */
    void requireFree() throws UnusableEnvironment {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            throw new UnusableEnvironment("port 127.0.0.1:" + port + " (" + user + ") is in use"
                    + owner().map(name -> " by " + name).orElse("") + ": stop that program first");
        }
    }

    /** {@code pid 123 (java)}; empty where the process is somebody else's. */
    Optional<String> owner() {
        try {
            for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (var line : Files.readAllLines(Path.of(table))) {
                    var columns = line.trim().split("\\s+", -1);
                    if (columns.length > INODE
                            && columns[STATE].equals(LISTENING)
                            && columns[LOCAL].endsWith(String.format(":%04X", port))) {
                        var owner = ownerOf("socket:[" + columns[INODE] + "]");
                        if (owner.isPresent()) {
                            return owner;
                        }
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> ownerOf(String socket) throws IOException {
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, socket)) {
                    var name = Files.readString(process.resolve("comm")).strip();
                    return Optional.of("pid " + process.getFileName() + " (" + name + ")");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, String socket) {
        try (var files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : files) {
                if (Files.readSymbolicLink(file).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }
}
