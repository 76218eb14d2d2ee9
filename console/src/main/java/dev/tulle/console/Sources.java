package dev.tulle.console;

import dev.tulle.console.graph.TrafficGraphs;
import dev.tulle.console.http.BoundedHttp;
import dev.tulle.console.layout.GraphLayout;
import dev.tulle.console.mesh.ControlPlaneClient;
import dev.tulle.console.prometheus.PrometheusClient;
import dev.tulle.console.traces.ZipkinClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the clients from the settings. */
@ApplicationScoped
class Sources {
    private final ConsoleSettings settings;
    private final BoundedHttp http;

    Sources(ConsoleSettings settings) {
        this.settings = settings;
        http = new BoundedHttp(settings.timeout(), settings.maxAnswer());
    }

    @Produces
    @Singleton
    PrometheusClient prometheus() {
        return new PrometheusClient(settings.prometheus(), http);
    }

    @Produces
    @Singleton
    ControlPlaneClient controlPlane() {
        return new ControlPlaneClient(settings.controlPlane(), http);
    }

    @Produces
    @Singleton
    ZipkinClient zipkin() {
        return new ZipkinClient(settings.zipkin(), http);
    }

    @Produces
    @Singleton
    TrafficGraphs graphs() {
        return new TrafficGraphs(new GraphLayout());
    }
}
