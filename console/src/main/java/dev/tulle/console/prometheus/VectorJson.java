package dev.tulle.console.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Reads the {@code data.result} of an instant query. */
public final class VectorJson {
    private VectorJson() {}

    /** The samples, without those that are not a number. */
    public static List<Sample> read(JsonNode answer) {
        var samples = new ArrayList<Sample>();
        for (var element : answer.path("data").path("result")) {
            var value = number(element.path("value").path(1).asText());
            if (!Double.isNaN(value)) {
                var labels = new HashMap<String, String>();
                element.path("metric").properties().forEach(label -> {
                    if (!label.getValue().asText().isEmpty()) {
                        labels.put(label.getKey(), label.getValue().asText());
                    }
                });
                samples.add(new Sample(labels, value));
            }
        }
        return List.copyOf(samples);
    }

    /** Prometheus writes numbers as text: {@code NaN}, {@code +Inf} and {@code -Inf} among them. */
    static double number(String text) {
        return switch (text) {
            case "NaN", "" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
