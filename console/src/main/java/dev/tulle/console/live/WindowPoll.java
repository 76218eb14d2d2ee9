package dev.tulle.console.live;

import dev.tulle.console.prometheus.PrometheusUnavailable;
import dev.tulle.console.prometheus.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Polls for one time window as long as it has viewers. Each kind of graph is drawn and encoded once per poll.
 *
 * <p>Thread: any; a virtual thread of its own asks and draws. The lock guards the viewers only and is never held while asking.
 */
final class WindowPoll {
    private static final Logger LOG = Logger.getLogger(WindowPoll.class);

    private final Window window;
    private final Observer observer;
    private final Duration pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private boolean polling;
    private boolean arrived;

    /** Who looks at which graph. Two viewers are never equal. */
    static final class Viewer {
        private final GraphView view;
        private final Consumer<String> sink;

        Viewer(GraphView view, Consumer<String> sink) {
            this.view = view;
            this.sink = sink;
        }
    }

    WindowPoll(Window window, Observer observer, Duration pause) {
        this.window = window;
        this.observer = observer;
        this.pause = pause;
    }

    void add(Viewer viewer) {
        lock.lock();
        try {
            viewers.add(viewer);
            arrived = true;
            arrival.signalAll();
            if (!polling) {
                polling = true;
                Thread.ofVirtual().name("poll-" + window.seconds()).start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(Viewer viewer) {
        lock.lock();
        try {
            viewers.remove(viewer);
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Set<Viewer> present;
                lock.lock();
                try {
                    if (viewers.isEmpty()) {
                        polling = false;
                        return;
                    }
                    arrived = false;
                    present = Set.copyOf(viewers);
                } finally {
                    lock.unlock();
                }
                tell(present);
                await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Set<Viewer> present) {
        var drawn = new HashMap<GraphView, String>();
        try {
            var observation = observer.observe(Instant.now(), window);
            for (var viewer : present) {
                viewer.sink.accept(drawn.computeIfAbsent(viewer.view, view -> observer.draw(observation, view)));
            }
        } catch (PrometheusUnavailable e) {
            var words = Observer.problem(String.valueOf(e.getMessage()));
            present.forEach(viewer -> viewer.sink.accept(words));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a graph could not be drawn window=%s", window);
            present.forEach(viewer -> viewer.sink.accept(Observer.problem("The graph could not be drawn: " + e)));
        }
    }

    /** Until the next poll is due, or somebody comes who has seen nothing yet, or nobody is left. */
    private void await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = pause.toNanos();
            while (left > 0 && !arrived && !viewers.isEmpty()) {
                left = arrival.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
