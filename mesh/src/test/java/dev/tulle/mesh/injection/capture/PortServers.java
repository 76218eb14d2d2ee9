package dev.tulle.mesh.injection.capture;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A process that listens on ports of a network namespace, both families, and says to whoever connects which one was reached: so a
 * client sees where the kernel led it. Arguments are TCP ports, and {@code udp:PORT}; with {@code from ADDRESS TO PORT} it is a
 * client that binds an address, which no shell can.
 */
public final class PortServers {
    private static final int PATIENCE_MILLIS = 10_000;

    private PortServers() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("from")) {
            System.out.print(dial(arguments[1], arguments[2], Integer.parseInt(arguments[3])));
            return;
        }
        for (var argument : arguments) {
            if (argument.startsWith("udp:")) {
                var socket = new DatagramSocket(Integer.parseInt(argument.substring(4)));
                Thread.ofPlatform().start(() -> echo(socket));
            } else {
                var server = new ServerSocket(Integer.parseInt(argument));
                Thread.ofPlatform().start(() -> accept(server));
            }
        }
        System.out.println("READY");
    }

    private static String dial(String source, String address, int port) throws IOException {
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static void accept(ServerSocket server) {
        while (true) {
            try (var socket = server.accept()) {
                socket.getOutputStream().write((server.getLocalPort() + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The client went away: the next one counts.
            }
        }
    }

    private static void echo(DatagramSocket socket) {
        var buffer = new byte[16];
        while (true) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                var answer = ("udp " + socket.getLocalPort() + "\n").getBytes(StandardCharsets.US_ASCII);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // As above.
            }
        }
    }
}
