package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.injection.capture.CaptureSpec;
import java.util.List;
import java.util.Optional;

/** What became of a pod. */
public sealed interface Injection {
    /**
     * It has a proxy now.
     *
     * @param pod the whole of it
     * @param capture what its kernel will redirect; absent for a gateway, where nothing is
     * @param notes what its author should know
     */
    record Injected(Mapping pod, Optional<CaptureSpec> capture, List<String> notes) implements Injection {
        public Injected {
            notes = List.copyOf(notes);
        }
    }

    /**
     * It stays as it is.
     *
     * @param reason in words
     */
    record Skipped(String reason) implements Injection {}

    /**
     * It must be corrected first.
     *
     * @param problems each names the field, its value and what was expected
     */
    record Refused(List<String> problems) implements Injection {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
