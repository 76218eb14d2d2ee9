package dev.tulle.mesh.translate.istio;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tulle.mesh.model.StringMatch;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.List;
import java.util.Optional;

/** Reads how a string is compared. Source: VirtualService StringMatch. */
final class StringMatches {
    private static final List<String> FORMS = List.of("exact", "prefix", "regex");
    private static final int MAX_REGEX = 1024;

    private StringMatches() {}

    /** Exactly one of exact, prefix, regex. */
    static Optional<StringMatch> read(Fields parent, String name) {
        return parent.mapping(name).flatMap(fields -> oneForm(parent, name, fields));
    }

    /** As {@link #read}; an empty object asks that there is a value. */
    static Optional<StringMatch> readOrPresent(Fields parent, String name) {
        parent.require(name);
        return parent.mapping(name).flatMap(fields -> {
            if (fields.names().isEmpty()) {
                return Optional.of(new StringMatch.Present());
            }
            return oneForm(parent, name, fields);
        });
    }

    private static Optional<StringMatch> oneForm(Fields parent, String name, Fields fields) {
        var written = FORMS.stream().filter(fields::has).toList();
        if (written.size() > 1 || (written.isEmpty() && fields.names().isEmpty())) {
            parent.error(
                    name,
                    "found " + (written.isEmpty() ? "none" : String.join(" and ", written))
                            + ", expected exactly one of exact, prefix, regex");
        }
        var exact = fields.text("exact");
        var prefix = fields.text("prefix");
        var regex = fields.text("regex").filter(pattern -> isRegex(fields, pattern));
        return exact.<StringMatch>map(StringMatch.Exact::new)
                .or(() -> prefix.map(StringMatch.Prefix::new))
                .or(() -> regex.map(StringMatch.Regex::new));
    }

    private static boolean isRegex(Fields fields, String pattern) {
        if (pattern.length() > MAX_REGEX) {
            fields.error("regex", "has " + pattern.length() + " characters, expected at most " + MAX_REGEX);
            return false;
        }
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            fields.error("regex", "is no regular expression: " + e.getMessage() + ", expected RE2 syntax");
            return false;
        }
    }
}
