package dev.tulle.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path directory;
    private final StateDirectory state;
    private final ProcessStarter starter;
    private final ProcessRecords records;

    ProcessesTest(@TempDir Path directory) {
        this.directory = directory;
        state = new StateDirectory(directory.resolve(".tulle"));
        starter = new ProcessStarter(state);
        records = new ProcessRecords(state);
    }

    @AfterEach
    void stopAll() throws IOException, InterruptedException {
        var unused = new ProcessStop(records).stopAll(GRACE);
    }

    @Test
    void aProcessRecordsItselfBeforeItIsTheProgram() throws Exception {
        var process = starter.start(sleeping("alpha"));
        awaitProgram(process, "sleep");

        assertThat(Files.readString(state.processes().resolve("alpha.json")))
                .isEqualToIgnoringNewLines("{\"name\":\"alpha\",\"pid\":%d,\"start\":%d}"
                        .formatted(
                                process.pid(),
                                ProcessIdentity.of(process.pid()).orElseThrow().start()));
        assertThat(records.living()).extracting(RecordedProcess::name).containsExactly("alpha");
    }

    @Test
    void aProcessThatLostItsRecordIsFoundByItsMark() throws Exception {
        var process = starter.start(sleeping("alpha"));
        awaitProgram(process, "sleep");
        Files.delete(state.processes().resolve("alpha.json"));

        assertThat(records.living()).extracting(RecordedProcess::name).containsExactly("orphan");
    }

    @Test
    void aProcessIsFoundByItsMarkWhileTheShellBecomesTheProgram() throws Exception {
        for (int i = 0; i < 50; i++) {
            var process = starter.start(sleeping("alpha"));
            awaitProgram(process, "sleep");
            Files.delete(state.processes().resolve("alpha.json"));

            assertThat(records.living()).extracting(RecordedProcess::name).containsExactly("orphan");
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aChildOfAProcessIsFoundByItsMark() throws Exception {
        var process =
                starter.start(new ProcessSpec("alpha", List.of("/bin/sh", "-c", "sleep 1000; :"), Map.of(), directory));
        awaitChild(process);
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(new ProcessStop(records).stopAll(GRACE))
                .extracting(RecordedProcess::name)
                .containsExactly("orphan");
        assertThat(records.living()).isEmpty();
    }

    @Test
    void aPidThatWasGivenToAnotherProcessIsNotTouched() throws Exception {
        var stranger = new ProcessBuilder("/bin/sleep", "1000").start();
        try {
            var identity = ProcessIdentity.of(stranger.pid()).orElseThrow();
            Files.createDirectories(state.processes());
            Files.writeString(
                    state.processes().resolve("alpha.json"),
                    "{\"name\":\"alpha\",\"pid\":%d,\"start\":%d}\n".formatted(identity.pid(), identity.start() - 1));

            assertThat(new ProcessStop(records).stopAll(GRACE)).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void aRecordThatWasBeingWrittenIsNoObstacle() throws Exception {
        Files.createDirectories(state.processes());
        Files.writeString(state.processes().resolve("alpha.json"), "{\"name\":\"al");

        assertThat(records.living()).isEmpty();
    }

    @Test
    void aProcessThatIgnoresTheRequestToEndIsKilled() throws Exception {
        var ready = directory.resolve("ready");
        starter.start(new ProcessSpec(
                "stubborn",
                List.of("/bin/sh", "-c", "trap '' TERM; : >" + ready + "; while :; do sleep 1; done"),
                Map.of(),
                directory));
        while (!Files.exists(ready)) {
            Thread.onSpinWait();
        }

        assertThat(new ProcessStop(records).stopAll(Duration.ofMillis(200))).isNotEmpty();
        assertThat(records.living()).isEmpty();
    }

    @Test
    void ofEndedProcessesNothingIsFound() throws Exception {
        var process = starter.start(new ProcessSpec("brief", List.of("/bin/true"), Map.of(), directory));
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(ProcessIdentity.of(process.pid())).isEmpty();
        assertThat(records.living()).isEmpty();
    }

    private ProcessSpec sleeping(String name) {
        return new ProcessSpec(name, List.of("/bin/sleep", "1000"), Map.of(), directory);
    }

    /** Until the shell has become the program. */
    private static void awaitProgram(Process process, String name) throws IOException {
        while (!Files.readString(Path.of("/proc", Long.toString(process.pid()), "comm"))
                .strip()
                .equals(name)) {
            Thread.onSpinWait();
        }
    }

    private static void awaitChild(Process process) {
        while (process.descendants().findAny().isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
