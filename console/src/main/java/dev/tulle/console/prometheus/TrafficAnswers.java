package dev.tulle.console.prometheus;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of one poll.
 *
 * @param at the time that was asked for
 * @param window that rates are averaged over
 * @param samples by question; a question without data has an empty list
 */
public record TrafficAnswers(Instant at, Window window, Map<Question, List<Sample>> samples) {
    public TrafficAnswers {
        var all = new EnumMap<Question, List<Sample>>(Question.class);
        for (var question : Question.values()) {
            all.put(question, List.copyOf(samples.getOrDefault(question, List.of())));
        }
        samples = Map.copyOf(all);
    }

    public List<Sample> of(Question question) {
        return samples.getOrDefault(question, List.of());
    }
}
