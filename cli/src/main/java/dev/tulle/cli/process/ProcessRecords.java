package dev.tulle.cli.process;

import dev.tulle.cli.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds every living process of a mesh, by its records and by the mark in the environment. */
public final class ProcessRecords {
    private static final Duration BECOMING_A_PROGRAM = Duration.ofMillis(50);
    private static final Pattern RECORD =
            Pattern.compile("\\{\"name\":\"([^\"]*)\",\"pid\":(\\d{1,18}),\"start\":(\\d{1,18})}\\s*");

    private final StateDirectory state;

    public ProcessRecords(StateDirectory state) {
        this.state = state;
    }

    /** All of them, sorted by name; never this program or one of its ancestors. */
    public List<RecordedProcess> living() throws IOException {
        var found = new ArrayList<RecordedProcess>();
        var seen = new HashSet<>(ownLine());
        for (var recorded : recorded()) {
            if (recorded.identity().isAlive() && seen.add(recorded.identity().pid())) {
                found.add(recorded);
            }
        }
        for (var orphan : marked()) {
            if (seen.add(orphan.identity().pid())) {
                found.add(orphan);
            }
        }
        found.sort(Comparator.comparing(RecordedProcess::name));
        return found;
    }

    private List<RecordedProcess> recorded() throws IOException {
        var found = new ArrayList<RecordedProcess>();
        if (!Files.isDirectory(state.processes())) {
            return found;
        }
        try (var records = Files.newDirectoryStream(state.processes(), "*.json")) {
            for (var record : records) {
                read(record).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Empty for a record that was being written when its process was killed: the mark finds that one. */
    private static Optional<RecordedProcess> read(Path record) throws IOException {
        var matcher = RECORD.matcher(Files.readString(record));
        return matcher.matches()
                ? Optional.of(new RecordedProcess(
                        matcher.group(1),
                        new ProcessIdentity(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)))))
                : Optional.empty();
    }

    private List<RecordedProcess> marked() throws IOException {
        var mark = "\0" + ProcessStarter.MARK + "=" + state + "\0";
        var found = new ArrayList<RecordedProcess>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (environment(process).contains(mark)) {
                    ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(identity -> found.add(new RecordedProcess("orphan", identity)));
                }
            }
        }
        return found;
    }

    /** Empty where the process has ended or belongs to somebody else. */
    private static String environment(Path process) {
        try {
            var content = Files.readAllBytes(process.resolve("environ"));
            // In the middle of an exec the kernel shows the new program with no environment yet. Kernel threads and
            // zombies,
            // whose environment stays empty, have no program; the limit is for programs that were started without any.
            var limit = System.nanoTime() + BECOMING_A_PROGRAM.toNanos();
            while (content.length == 0 && hasProgram(process) && System.nanoTime() < limit) {
                Thread.onSpinWait();
                content = Files.readAllBytes(process.resolve("environ"));
            }
            return "\0" + new String(content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean hasProgram(Path process) throws IOException {
        return !Files.readSymbolicLink(process.resolve("exe")).toString().isEmpty();
    }

    private static Set<Long> ownLine() {
        var line = new HashSet<Long>();
        for (var handle = Optional.of(ProcessHandle.current());
                handle.isPresent();
                handle = handle.get().parent()) {
            line.add(handle.get().pid());
        }
        return line;
    }
}
