package dev.tulle.console.live;

import dev.tulle.console.ConsoleSettings;
import dev.tulle.console.prometheus.Window;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The live graphs. Thread: any. */
@Singleton
public class GraphFeed {
    private static final int MOST_VIEWERS = 200;

    private final Map<Window, WindowPoll> polls = new EnumMap<>(Window.class);
    private final AtomicInteger viewers = new AtomicInteger();

    GraphFeed(Observer observer, ConsoleSettings settings) {
        for (var window : Window.values()) {
            polls.put(window, new WindowPoll(window, observer, settings.poll()));
        }
    }

    /** A graph after every poll, as JSON; {@code {"error": ...}} when Prometheus does not answer. A slow viewer misses some. */
    public Multi<String> graphs(GraphView view) {
        return Multi.createFrom().emitter(emitter -> subscribe(view, emitter), BackPressureStrategy.LATEST);
    }

    private void subscribe(GraphView view, MultiEmitter<? super String> emitter) {
        if (viewers.incrementAndGet() > MOST_VIEWERS) {
            viewers.decrementAndGet();
            emitter.emit(Observer.problem("More than " + MOST_VIEWERS + " viewers look at this console."));
            emitter.complete();
            return;
        }
        var poll = polls.get(view.window());
        if (poll == null) {
            throw new IllegalStateException("every window has a poll: " + view.window());
        }
        var viewer = new WindowPoll.Viewer(view, emitter::emit);
        emitter.onTermination(() -> {
            viewers.decrementAndGet();
            poll.remove(viewer);
        });
        poll.add(viewer);
    }
}
