package dev.tulle.mesh.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * JSON of Envoy messages needs reflection in a native image, for exactly the messages that {@link ResourceTypes} reaches. The list
 * is generated: {@code -Dgolden.rewrite=true} writes it, and this test tells when it is out of date.
 */
class ReflectConfigTest {
    private static final Path FILE =
            Path.of("src/main/resources/META-INF/native-image/dev.tulle/tulle-mesh/reflect-config.json");

    private final TreeSet<String> classes = new TreeSet<>();

    @Test
    void theListIsComplete() throws IOException {
        collect();
        var expected = classes.stream()
                .map(name -> "  {\"name\": \"" + name + "\", \"allDeclaredMethods\": true}")
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(Optional.ofNullable(FILE.getParent()).orElseThrow());
            Files.writeString(FILE, expected);
        }

        assertThat(FILE).content().isEqualTo(expected);
    }

    @Test
    void everyClassExists() {
        collect();

        assertThat(classes).hasSizeGreaterThan(300).allSatisfy(name -> assertThatCode(() -> Class.forName(name))
                .doesNotThrowAnyException());
    }

    /** Everything that a root's fields reach. */
    private void collect() {
        var open = new ArrayDeque<>(ResourceTypes.roots());
        var seen = new TreeSet<String>();
        while (!open.isEmpty()) {
            var type = open.pop();
            if (!seen.add(type.getFullName())) {
                continue;
            }
            if (!type.getOptions().getMapEntry()) {
                classes.add(className(type));
                classes.add(className(type) + "$Builder");
            }
            for (var field : type.getFields()) {
                switch (field.getJavaType()) {
                    case MESSAGE -> open.add(field.getMessageType());
                    case ENUM -> classes.add(className(field.getEnumType()));
                    case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING -> {}
                }
            }
        }
    }

    private static String className(Descriptor type) {
        return Optional.ofNullable(type.getContainingType())
                .map(outer -> className(outer) + "$" + type.getName())
                .orElseGet(() -> topLevel(type.getFile(), type));
    }

    private static String className(EnumDescriptor type) {
        return Optional.ofNullable(type.getContainingType())
                .map(outer -> className(outer) + "$" + type.getName())
                .orElseGet(() -> topLevel(type.getFile(), type));
    }

    private static String topLevel(FileDescriptor file, GenericDescriptor type) {
        assertThat(file.getOptions().getJavaMultipleFiles()).as(file.getName()).isTrue();
        return file.getOptions().getJavaPackage() + "." + type.getName();
    }
}
