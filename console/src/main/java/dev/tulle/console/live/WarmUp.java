package dev.tulle.console.live;

import dev.tulle.console.graph.GraphType;
import dev.tulle.console.graph.ServiceNodes;
import dev.tulle.console.mesh.MeshConfig;
import dev.tulle.console.prometheus.Question;
import dev.tulle.console.prometheus.Sample;
import dev.tulle.console.prometheus.TrafficAnswers;
import dev.tulle.console.prometheus.Window;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Draws one edge at the start, apart from everything else: the first layout loads a thousand classes of ELK. */
@Singleton
class WarmUp {
    private final Observer observer;

    WarmUp(Observer observer) {
        this.observer = observer;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("warm-up").start(this::draw);
    }

    private void draw() {
        var call = new Sample(
                Map.of(
                        "reporter", "source",
                        "source_workload", "a",
                        "source_workload_namespace", "a",
                        "destination_workload", "b",
                        "destination_workload_namespace", "b",
                        "response_code", "200"),
                1);
        var answers = new TrafficAnswers(Instant.EPOCH, Window.ONE_MINUTE, Map.of(Question.REQUESTS, List.of(call)));
        observer.draw(
                new Observation(answers, MeshConfig.UNKNOWN, ""),
                new GraphView(Window.ONE_MINUTE, GraphType.WORKLOAD, ServiceNodes.HIDDEN));
    }
}
