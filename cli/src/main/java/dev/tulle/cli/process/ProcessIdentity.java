package dev.tulle.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process for all time: pids are given again, a pid with its start time is not.
 *
 * @param pid its number
 * @param start in clock ticks since boot; field 22 of /proc/pid/stat, see proc_pid_stat(5)
 */
public record ProcessIdentity(long pid, long start) {
    /** After the command's name, which may hold blanks: the state is the first field, the start time the 20th. */
    private static final int START_FIELD = 19;

    /** The process that has this pid now; empty when there is none, or only a zombie. */
    public static Optional<ProcessIdentity> of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            var dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead ? Optional.empty() : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_FIELD])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** This program. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current().pid()).orElseThrow(() -> new IllegalStateException("no /proc here"));
    }

    /** Whether that very process still runs. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Its handle, for as long as it is that very process. */
    public Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }
}
