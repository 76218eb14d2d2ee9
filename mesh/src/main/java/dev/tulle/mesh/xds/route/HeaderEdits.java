package dev.tulle.mesh.xds.route;

import dev.tulle.mesh.model.HeaderChanges.Operations;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header changes in Envoy's words. Source: envoy.config.core.v3.HeaderValueOption. */
final class HeaderEdits {
    private HeaderEdits() {}

    /** What is set and added. The Host is no header that Envoy changes so: see {@link #host}. */
    static List<HeaderValueOption> additions(Operations operations) {
        var options = new ArrayList<HeaderValueOption>();
        operations.set().forEach((name, value) -> {
            if (!isHost(name)) {
                options.add(option(name, value, HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD));
            }
        });
        operations.add().forEach((name, value) -> {
            if (!isHost(name)) {
                options.add(option(name, value, HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD));
            }
        });
        return options;
    }

    /** The names taken away. */
    static List<String> removals(Operations operations) {
        return operations.remove().stream().filter(name -> !isHost(name)).toList();
    }

    /** The new Host, where the changes set one. */
    static Optional<String> host(Operations operations) {
        return operations.set().entrySet().stream()
                .filter(header -> isHost(header.getKey()))
                .map(header -> header.getValue())
                .findFirst();
    }

    private static boolean isHost(String name) {
        return name.equalsIgnoreCase("host") || name.startsWith(":");
    }

    /** Values are taken literally: to Envoy a percent sign begins a command, and a wrong command refuses the whole resource. */
    private static HeaderValueOption option(String name, String value, HeaderAppendAction action) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value.replace("%", "%%")))
                .setAppendAction(action)
                .setKeepEmptyValue(value.isEmpty())
                .build();
    }
}
