package dev.tulle.mesh.translate.kubernetes;

import dev.tulle.mesh.model.Protocol;
import java.util.Locale;
import java.util.Optional;

/** What is spoken on a Service's port. Source: Istio, "Protocol Selection". */
final class PortProtocols {
    private PortProtocols() {}

    /** An appProtocol that nobody knows is TCP, as Kubernetes allows any. */
    static Protocol ofAppProtocol(String appProtocol) {
        return switch (appProtocol.toLowerCase(Locale.ROOT)) {
            case "kubernetes.io/h2c" -> Protocol.HTTP2;
            case "kubernetes.io/ws" -> Protocol.HTTP;
            case "kubernetes.io/wss" -> Protocol.HTTPS;
            case String other -> known(other).orElse(Protocol.TCP);
        };
    }

    /** The name's part before the first dash; absent when it is no protocol. */
    static Optional<Protocol> ofName(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("grpc-web") || lower.startsWith("grpc-web-")) {
            return Optional.of(Protocol.HTTP);
        }
        var dash = lower.indexOf('-');
        return known(dash < 0 ? lower : lower.substring(0, dash));
    }

    private static Optional<Protocol> known(String protocol) {
        return switch (protocol) {
            case "http", "grpc-web" -> Optional.of(Protocol.HTTP);
            case "http2" -> Optional.of(Protocol.HTTP2);
            case "grpc" -> Optional.of(Protocol.GRPC);
            case "https" -> Optional.of(Protocol.HTTPS);
            case "tls" -> Optional.of(Protocol.TLS);
            case "tcp", "mongo", "mysql", "redis" -> Optional.of(Protocol.TCP);
            default -> Optional.empty();
        };
    }
}
