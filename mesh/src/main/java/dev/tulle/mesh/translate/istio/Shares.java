package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Optional;

/** Reads shares of requests: {@code percentage: {value: 0.1}}, and the whole percents of 2018. */
final class Shares {
    private Shares() {}

    /** The share; absent when neither field is written. */
    static Optional<Fraction> read(Fields fields, String percentage, String... legacy) {
        var share = fields.mapping(percentage).flatMap(percent -> {
            percent.require("value");
            var value = percent.number("value", 0, 100);
            return value.isPresent() ? Optional.of(Fraction.ofPercent(value.getAsDouble())) : Optional.empty();
        });
        for (var field : legacy) {
            var percent = fields.integer(field, 0, 100);
            if (percent.isPresent()) {
                fields.note(
                        "IST0002",
                        field,
                        "legacy field, today's Istio ignores it: write " + percentage + ".value",
                        share.isPresent() ? percentage + " counts" : "it does what its documentation said");
                share = share.or(() -> Optional.of(Fraction.ofPercent(percent.getAsInt())));
            }
        }
        return share;
    }
}
