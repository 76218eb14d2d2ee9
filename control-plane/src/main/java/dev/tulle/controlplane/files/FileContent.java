package dev.tulle.controlplane.files;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigParser;
import dev.tulle.mesh.config.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One file as it was last read.
 *
 * @param stamp of the version that was read
 * @param bytes as read
 * @param parsed its objects, those of its last good form included where it cannot be read now
 */
record FileContent(FileStamp stamp, ByteBuffer bytes, ConfigParser.Parsed parsed) {
    static FileContent read(String name, FileStamp stamp, byte[] bytes) {
        return new FileContent(stamp, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), ConfigParser.parse(name, bytes));
    }

    /** The same, and a note on each Secret: others than its owner may read the file. */
    FileContent readableByOthers() {
        var problems = new ArrayList<>(parsed.problems());
        parsed.objects().stream()
                .filter(object -> object.key().kind().equals("Secret"))
                .forEach(secret -> problems.add(new Problem(
                        Problem.Severity.NOTE,
                        "",
                        Optional.of(secret.key()),
                        secret.origin(),
                        "",
                        "others than its owner may read the file, expected mode 600",
                        "the Secret is in force")));
        return new FileContent(stamp, bytes, new ConfigParser.Parsed(parsed.objects(), problems));
    }

    boolean hasErrors() {
        return parsed.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    boolean sameBytes(FileContent other) {
        return bytes.equals(other.bytes);
    }

    FileContent withStamp(FileStamp newStamp) {
        return new FileContent(newStamp, bytes, parsed);
    }

    /** This file, and where it has errors those objects of its earlier form that it does not have now. */
    FileContent keeping(FileContent earlier) {
        if (!hasErrors()) {
            return this;
        }
        var own = parsed.objects().stream().map(ConfigObject::key).collect(Collectors.toSet());
        List<ConfigObject> objects = new ArrayList<>(parsed.objects());
        earlier.parsed().objects().stream()
                .filter(object -> !own.contains(object.key()))
                .forEach(objects::add);
        return new FileContent(stamp, bytes, new ConfigParser.Parsed(objects, parsed.problems()));
    }

    @Override
    public String toString() {
        return "FileContent[" + stamp + ", " + parsed.objects().size() + " objects]";
    }
}
