package dev.tulle.cli.up;

import dev.tulle.cli.state.StateDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What `tulle up` was asked for.
 *
 * @param manifests a directory of Kubernetes documents
 * @param developed the Deployment that runs in development mode
 */
record UpPlan(
        StateDirectory state, Path manifests, Installation installation, Optional<String> developed, Limits limits) {
    /**
     * What to do without, and how long to wait.
     *
     * @param firstAnswer from the start to the first answer; counts only in the background
     * @param without tools that are not to be started
     */
    record Limits(Duration firstAnswer, List<String> without) {}
}
