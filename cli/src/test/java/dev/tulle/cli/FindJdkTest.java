package dev.tulle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script cli/find-jdk on machines that have no JDK, an old one, or the right one. */
class FindJdkTest {
    /** What the script itself needs; nothing else is in its PATH, so that the machine's own JDKs do not count. */
    private static final List<String> TOOLS = List.of("sh", "sed", "cat", "dirname", "readlink");

    private final Path machine;

    FindJdkTest(@TempDir Path machine) {
        this.machine = machine;
    }

    private record Answer(int exitCode, String output) {}

    @BeforeEach
    void tools() throws IOException {
        Files.createDirectories(machine.resolve("bin"));
        Files.createDirectories(machine.resolve("jvm"));
        for (var tool : TOOLS) {
            var usual = Path.of("/usr/bin", tool);
            Files.createSymbolicLink(
                    machine.resolve("bin").resolve(tool), Files.exists(usual) ? usual : Path.of("/bin", tool));
        }
    }

    @Test
    void aMachineWithoutJdkIsToldWhatToInstall() throws Exception {
        var answer = findJdk("");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.output()).contains("no JDK 25 found", "temurin-25-jdk", "JAVA_HOME");
    }

    @Test
    void anOldJdkDoesNotCount() throws Exception {
        var old = jdk("java-17", "17.0.15");

        assertThat(findJdk(old.toString()).exitCode()).isEqualTo(1);
        assertThat(findJdk("").exitCode()).isEqualTo(1);
    }

    @Test
    void theRightJdkIsFoundBesideAnOldJavaHome() throws Exception {
        var old = jdk("java-17", "17.0.15");
        var wanted = jdk("temurin-25", "25.0.1");

        assertThat(findJdk(old.toString())).isEqualTo(new Answer(0, wanted + "\n"));
        assertThat(findJdk("")).isEqualTo(new Answer(0, wanted + "\n"));
    }

    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(machine.resolve("jvm").resolve(name));
        var javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.createFile(javac, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Answer findJdk(String javaHome) throws IOException, InterruptedException {
        var script = Path.of("find-jdk").toAbsolutePath();
        var builder = new ProcessBuilder("/bin/sh", script.toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", machine.resolve("bin").toString());
        builder.environment().put("JDKS", machine.resolve("jvm").toString());
        builder.environment().put("JAVA_HOME", javaHome);
        var process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Answer(
                process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
