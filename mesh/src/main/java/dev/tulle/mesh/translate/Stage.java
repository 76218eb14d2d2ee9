package dev.tulle.mesh.translate;

import dev.tulle.mesh.config.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A step whose last result stands as long as its inputs are the same objects, so that a change costs the steps it reaches.
 *
 * <p>Thread: used by one thread at a time.
 */
final class Stage<V> {
    private record Result<V>(List<?> inputs, V value, List<Problem> problems) {}

    private Optional<Result<V>> last = Optional.empty();

    /** The result for these inputs; its problems are added each time. */
    V get(LinkProblems problems, List<?> inputs, Function<LinkProblems, V> step) {
        var result = last.filter(before -> areSame(before.inputs(), inputs)).orElseGet(() -> {
            var own = new LinkProblems();
            var value = step.apply(own);
            return new Result<>(List.copyOf(inputs), value, own.all());
        });
        last = Optional.of(result);
        problems.addAll(result.problems());
        return result.value();
    }

    /** Identity is meant: comparing what the inputs hold would cost as much as the step. */
    @SuppressWarnings("ReferenceEquality")
    static boolean areSame(List<?> before, List<?> now) {
        if (before.size() != now.size()) {
            return false;
        }
        for (var i = 0; i < now.size(); i++) {
            if (before.get(i) != now.get(i)) {
                return false;
            }
        }
        return true;
    }
}
