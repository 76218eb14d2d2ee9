package dev.tulle.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Stops processes that this program did not start, or no longer remembers. */
public final class ProcessStop {
    private static final Duration KILLED = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final ProcessRecords records;

    public ProcessStop(ProcessRecords records) {
        this.records = records;
    }

    /**
     * Asks one process to end and waits until it has; kills it when the time is over.
     *
     * @return whether it is gone
     */
    public static boolean stop(ProcessIdentity identity, Duration grace) throws InterruptedException {
        return stop(List.of(new RecordedProcess("process", identity)), grace);
    }

    /**
     * Stops everything that is found, again and again until nothing is: a process that was killed while it started another
     * may have left one more.
     *
     * @return those that were found
     */
    public List<RecordedProcess> stopAll(Duration grace) throws IOException, InterruptedException {
        var stopped = new ArrayList<RecordedProcess>();
        for (var living = records.living(); !living.isEmpty(); living = records.living()) {
            if (!stop(living, grace)) {
                throw new IOException("processes that do not end, even killed: " + living);
            }
            stopped.addAll(living);
        }
        return stopped;
    }

    private static boolean stop(List<RecordedProcess> processes, Duration grace) throws InterruptedException {
        processes.forEach(process -> process.identity().handle().ifPresent(ProcessHandle::destroy));
        if (allGone(processes, grace)) {
            return true;
        }
        processes.forEach(process -> process.identity().handle().ifPresent(ProcessHandle::destroyForcibly));
        return allGone(processes, KILLED);
    }

    /** Looks into /proc: a handle of somebody else's child would call a zombie alive. */
    private static boolean allGone(List<RecordedProcess> processes, Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(process -> process.identity().isAlive())) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }
}
