package dev.tulle.mesh.config;

import dev.tulle.mesh.config.ConfigNode.Bool;
import dev.tulle.mesh.config.ConfigNode.Null;
import dev.tulle.mesh.config.ConfigNode.Numeral;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * What a plain scalar is. As kubectl reads it (sigs.k8s.io/yaml, which is YAML 1.1 here): {@code yes} and {@code on} are
 * booleans, {@code 0755} is octal.
 */
final class Scalars {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("false", "False", "FALSE", "n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:(0x)([0-9a-fA-F_]+)|(0b)([01_]+)|(0o?)([0-7_]+)|()([0-9][0-9_]*))");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");
    private static final int MAX_DIGITS = 100;

    private Scalars() {}

    static ConfigNode resolve(ScalarEvent scalar, int line) throws UnreadableDocument {
        var value = scalar.getValue();
        var tag = scalar.getTag();
        if (tag.isEmpty() || tag.get().equals("!")) {
            return scalar.isPlain() && tag.isEmpty() ? plain(value, line) : new Text(value, line);
        }
        return switch (tag.get()) {
            case "tag:yaml.org,2002:str" -> new Text(value, line);
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null" -> plain(value, line);
            default -> throw new UnreadableDocument(line, "unknown tag " + tag.get() + ", expected none");
        };
    }

    private static ConfigNode plain(String value, int line) {
        if (NULLS.contains(value)) {
            return new Null(line);
        }
        if (TRUE.contains(value) || FALSE.contains(value)) {
            return new Bool(TRUE.contains(value), line);
        }
        return number(value)
                .<ConfigNode>map(literal -> new Numeral(literal, line))
                .orElseGet(() -> new Text(value, line));
    }

    /** The decimal form, if it is a number. */
    private static Optional<String> number(String value) {
        if (value.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        var integer = INTEGER.matcher(value);
        if (integer.matches()) {
            for (var radix : RADIXES) {
                var digits = integer.group(radix.group());
                if (digits != null && !digits.replace("_", "").isEmpty()) {
                    var magnitude = new BigInteger(digits.replace("_", ""), radix.base());
                    return Optional.of(String.valueOf("-".equals(integer.group(1)) ? magnitude.negate() : magnitude));
                }
            }
        }
        return DECIMAL.matcher(value).matches() ? Optional.of(value) : Optional.empty();
    }

    private record Radix(int group, int base) {}

    private static final Radix[] RADIXES = {new Radix(3, 16), new Radix(5, 2), new Radix(7, 8), new Radix(9, 10)};
}
