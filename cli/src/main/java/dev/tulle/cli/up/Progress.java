package dev.tulle.cli.up;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what happens, one line per part; on a terminal also what is being waited for, on a line that is overwritten.
 *
 * <p>Thread: may be called from any thread.
 */
public final class Progress {
    private static final double MILLIS = 1000.0;
    private static final String ERASE = "\r\033[K";

    private final PrintStream out;
    private final Look look;
    private final long startedNanos = System.nanoTime();
    private boolean waitingShown;

    /** How much the reader's screen can show. */
    public enum Look {
        /** A file or a pipe. */
        PLAIN,
        /** A terminal; NO_COLOR is set. */
        TERMINAL,
        COLOURED;

        /** What suits this program's output. */
        public static Look detect() {
            if (Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isEmpty()) {
                return PLAIN;
            }
            return System.getenv().getOrDefault("NO_COLOR", "").isEmpty() ? COLOURED : TERMINAL;
        }
    }

    public Progress(PrintStream out, Look look) {
        this.out = out;
        this.look = look;
    }

    /** Since this program began to report. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** A part that is up. */
    public void ready(String part, String detail) {
        line(paint("32", "✓") + " %-34s %5.1f s  %s".formatted(part, elapsed().toMillis() / MILLIS, detail));
    }

    /** Something that the user should read; the mesh goes on. */
    public void warning(String message) {
        line(paint("33", "!") + " " + message);
    }

    /** Something that ends the command. */
    public void failure(String message) {
        line(paint("31", "✗") + " " + message);
    }

    public void say(String message) {
        line(message);
    }

    /** What is being waited for; nothing is shown where lines cannot be overwritten. */
    public synchronized void waiting(String message) {
        if (look != Look.PLAIN) {
            out.print(ERASE + paint("2", "… " + message));
            out.flush();
            waitingShown = true;
        }
    }

    private synchronized void line(String line) {
        if (waitingShown) {
            out.print(ERASE);
            waitingShown = false;
        }
        out.println(line);
        out.flush();
    }

    private String paint(String code, String text) {
        return look == Look.COLOURED ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
