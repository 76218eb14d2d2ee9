package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.translate.strict.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a proxy answers by itself. Source: VirtualService HTTPRedirect and HTTPDirectResponse. */
final class Answers {
    private static final Set<Integer> REDIRECT_CODES = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_BODY = 4096;

    private Answers() {}

    static RouteAction redirect(Fields redirect) {
        redirect.unsupported("prefixRewrite");
        // Absent, the port is the scheme's default already; FROM_REQUEST_PORT has no place in the model yet.
        redirect.choice("derivePort", List.of("FROM_PROTOCOL_DEFAULT"));
        var code = redirect.integer("redirectCode", 300, 399).orElse(301);
        if (!REDIRECT_CODES.contains(code)) {
            redirect.error("redirectCode", code + " is not supported, expected 301, 302, 303, 307 or 308");
        }
        var uri = redirect.text("uri");
        uri.filter(path -> !path.startsWith("/"))
                .ifPresent(path -> redirect.error("uri", "\"" + path + "\" is no path, expected it to begin with /"));
        return new RouteAction.Redirect(
                uri,
                redirect.text("authority"),
                redirect.choice("scheme", List.of("http", "https")),
                redirect.port("port"),
                code);
    }

    static Optional<RouteAction> directResponse(Fields response) {
        response.require("status");
        var status = response.integer("status", 200, 599);
        var body = response.mapping("body").flatMap(Answers::body);
        return status.isPresent()
                ? Optional.of(new RouteAction.DirectResponse(status.getAsInt(), body))
                : Optional.empty();
    }

    private static Optional<String> body(Fields body) {
        if (body.has("string") == body.has("bytes")) {
            body.error("string", "expected exactly one of string and bytes");
        }
        var bytes = body.text("bytes").flatMap(base64 -> decoded(body, base64));
        var text = body.text("string").or(() -> bytes);
        text.filter(content -> content.getBytes(StandardCharsets.UTF_8).length > MAX_BODY)
                .ifPresent(content -> body.error("string", "is too long, expected at most " + MAX_BODY + " bytes"));
        return text;
    }

    private static Optional<String> decoded(Fields body, String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            body.error("bytes", "is no base64, expected text encoded so");
            return Optional.empty();
        }
    }
}
