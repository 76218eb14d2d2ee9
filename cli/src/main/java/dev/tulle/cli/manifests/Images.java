package dev.tulle.cli.manifests;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The images that this machine can run: those whose program is built in this repository. */
public final class Images {
    private static final Map<String, String> MODULES = Map.of(
            "tulle/service-a", "service-a",
            "tulle/service-b", "service-b",
            "tulle/service-c", "service-c",
            "tulle/gateway", "gateway");

    private Images() {}

    /** The module of an image, whatever its tag or digest; empty for an image that is not ours. */
    public static Optional<String> module(String image) {
        var repository = image.replaceFirst("@.*$", "").replaceFirst(":[^:/]*$", "");
        return Optional.ofNullable(MODULES.get(repository));
    }

    /** Their names, for messages. */
    static String names() {
        return String.join(", ", new TreeSet<>(MODULES.keySet()));
    }
}
