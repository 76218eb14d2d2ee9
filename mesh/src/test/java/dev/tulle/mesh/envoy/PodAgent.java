package dev.tulle.mesh.envoy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The application of a pod in a network namespace, a process of its own: it serves HTTP and a protocol in which the server speaks
 * first, and it calls others when it is told so on its standard input.
 *
 * <pre>
 * arguments: name http:PORT... greet:PORT...
 * input:     SEND address port base64          output: OK base64 (all that came until the end)
 *            ASK address port base64           output: OK base64 (the head of an HTTP answer)
 *            HEAR address port                 output: OK base64 (the greeting, before a word was said)
 * </pre>
 */
public final class PodAgent {
    private static final int PATIENCE_MILLIS = 10_000;

    private PodAgent() {}

    public static void main(String[] arguments) throws IOException {
        for (var i = 1; i < arguments.length; i++) {
            var server = arguments[i].split(":", 2);
            var socket = new ServerSocket(Integer.parseInt(server[1]));
            var isHttp = server[0].equals("http");
            Thread.ofVirtual().start(() -> accept(socket, arguments[0], isHttp));
        }
        System.out.println("READY");
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(obey(line.split(" ", -1)));
        }
    }

    private static String obey(String[] words) {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(words[1], Integer.parseInt(words[2])), PATIENCE_MILLIS);
            if (words.length > 3) {
                socket.getOutputStream().write(Base64.getDecoder().decode(words[3]));
                socket.getOutputStream().flush();
            }
            var answer =
                    switch (words[0]) {
                        case "SEND" -> socket.getInputStream().readAllBytes();
                        case "ASK" -> head(socket).getBytes(StandardCharsets.UTF_8);
                        case "HEAR" -> line(socket).getBytes(StandardCharsets.UTF_8);
                        default -> throw new IllegalArgumentException(words[0]);
                    };
            return "OK " + Base64.getEncoder().encodeToString(answer);
        } catch (IOException e) {
            return "FAILED " + e;
        }
    }

    private static void accept(ServerSocket server, String name, boolean isHttp) {
        try {
            while (true) {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, name, isHttp));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** HTTP: the name, and the request's head again. Else: a greeting, then the line that comes, again. */
    private static void serve(Socket accepted, String name, boolean isHttp) {
        try (var socket = accepted) {
            var from = " answers "
                    + ((InetSocketAddress) socket.getRemoteSocketAddress())
                            .getAddress()
                            .getHostAddress();
            var output = socket.getOutputStream();
            if (isHttp) {
                var head = name + from + "\n" + head(socket);
                var answer =
                        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + head.length() + "\r\n\r\n" + head;
                output.write(answer.getBytes(StandardCharsets.UTF_8));
            } else {
                output.write((name + from + "\n").getBytes(StandardCharsets.UTF_8));
                output.flush();
                output.write(line(socket).getBytes(StandardCharsets.UTF_8));
            }
            output.flush();
        } catch (IOException e) {
            // The peer went away: as good an end as any.
        }
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        for (var line = line(socket); !line.isEmpty(); line = line(socket)) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static String line(Socket socket) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
