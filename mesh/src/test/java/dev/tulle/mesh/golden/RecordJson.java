package dev.tulle.mesh.golden;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Origin;
import dev.tulle.mesh.xds.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Records as JSON, by reflection, for tests only. What is absent is left out; a case of a sealed type says which it is. */
final class RecordJson {
    private static final String STEP = "  ";

    private RecordJson() {}

    static String print(Object value) {
        return print(value, "") + "\n";
    }

    private static String print(Object value, String indent) {
        return switch (value) {
            case ConfigKey key -> JsonText.quote(key.toString());
            case Origin origin -> JsonText.quote(origin.toString());
            case Optional<?> optional ->
                optional.map(present -> print(present, indent)).orElse("null");
            case OptionalInt optional -> optional.isPresent() ? Integer.toString(optional.getAsInt()) : "null";
            case Map<?, ?> map -> object(entries(map), indent);
            case List<?> list ->
                list.isEmpty()
                        ? "[]"
                        : list.stream()
                                .map(item -> indent + STEP + print(item, indent + STEP))
                                .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            case Record single when isName(single) -> JsonText.quote(single.toString());
            case Record fields -> object(components(fields), indent);
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> JsonText.quote(value.toString());
        };
    }

    /** Records of one string that print as that string. */
    private static boolean isName(Record value) {
        var components = value.getClass().getRecordComponents();
        return components.length == 1 && !value.toString().contains("[");
    }

    private static List<Map.Entry<String, Object>> entries(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> Map.<String, Object>entry(String.valueOf(entry.getKey()), entry.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    private static List<Map.Entry<String, Object>> components(Record value) {
        var fields = new ArrayList<Map.Entry<String, Object>>();
        var outer = Optional.<Class<?>>ofNullable(value.getClass().getEnclosingClass());
        if (outer.filter(Class::isSealed).isPresent()) {
            fields.add(Map.entry("is", value.getClass().getSimpleName()));
        }
        try {
            for (var component : value.getClass().getRecordComponents()) {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                var field = accessor.invoke(value);
                if (!Optional.empty().equals(field) && !OptionalInt.empty().equals(field)) {
                    fields.add(Map.entry(component.getName(), field));
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(value.toString(), e);
        }
        return fields;
    }

    private static String object(List<Map.Entry<String, Object>> fields, String indent) {
        return fields.isEmpty()
                ? "{}"
                : fields.stream()
                        .map(field -> indent + STEP + JsonText.quote(field.getKey()) + ": "
                                + print(field.getValue(), indent + STEP))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
    }
}
