package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.ResourceType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The control plane's metrics under the names that Istio's control-plane dashboard and Kiali's mesh page read.
 *
 * <p>Thread: called only from the push loop; the registry is read by others.
 */
public final class PushMetrics {
    private final MeterRegistry registry;
    private final Map<ResourceType, Counter> pushes = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, DistributionSummary> sizes = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, Counter> rejects = new EnumMap<>(ResourceType.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger services = new AtomicInteger();
    private final Timer pushTime;
    private final Timer convergence;
    private final Counter totalRejects;
    private final Counter internalErrors;
    private final Counter configEvents;
    private final Counter triggers;
    private final Counter validationPassed;
    private final Counter validationFailed;

    public PushMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var type : ResourceType.values()) {
            pushes.put(type, registry.counter("pilot_xds_pushes", "type", label(type)));
            rejects.put(type, registry.counter("pilot_xds_rejects", "type", label(type)));
            sizes.put(
                    type,
                    DistributionSummary.builder("pilot_xds_config_size_bytes")
                            .tag("type", label(type))
                            .serviceLevelObjectives(1e3, 1e4, 1e5, 1e6, 4e6, 1e7, 4e7)
                            .register(registry));
        }
        registry.gauge("pilot_xds", connections);
        registry.gauge("pilot_services", services);
        registry.gauge("istio_build", io.micrometer.core.instrument.Tags.of("component", "pilot", "tag", "tulle"), 1);
        pushTime = timer("pilot_xds_push_time");
        convergence = timer("pilot_proxy_convergence_time");
        totalRejects = registry.counter("pilot_total_xds_rejects");
        internalErrors = registry.counter("pilot_total_xds_internal_errors");
        configEvents = registry.counter("pilot_k8s_cfg_events", "type", "file", "event", "update");
        registry.counter("pilot_k8s_reg_events", "type", "file", "event", "update");
        triggers = registry.counter("pilot_push_triggers", "type", "config");
        validationPassed = registry.counter("galley_validation_passed");
        validationFailed = registry.counter("galley_validation_failed");
        registry.counter("sidecar_injection_success_total");
        registry.counter("sidecar_injection_failure_total");
    }

    /** The name of a type as Istio's labels have it. */
    private static String label(ResourceType type) {
        return switch (type) {
            case CLUSTER -> "cds";
            case ENDPOINT -> "eds";
            case SECRET -> "sds";
            case LISTENER -> "lds";
            case ROUTE -> "rds";
            case VIRTUAL_HOST -> "vhds";
        };
    }

    private Timer timer(String name) {
        return Timer.builder(name)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    void pushed(ResourceType type, int bytes) {
        of(pushes, type).increment();
        of(sizes, type).record(bytes);
    }

    void rejected(ResourceType type) {
        of(rejects, type).increment();
        totalRejects.increment();
    }

    void connected(int now) {
        connections.set(now);
    }

    void configured(int serviceCount, int valid, int invalid) {
        services.set(serviceCount);
        configEvents.increment();
        triggers.increment();
        validationPassed.increment(valid);
        validationFailed.increment(invalid);
    }

    /** How long one model took to be handed to every stream. */
    void distributed(Duration time) {
        pushTime.record(time);
    }

    /** From the change of an object to its last ACK. */
    void converged(Duration time) {
        convergence.record(time);
    }

    void failed() {
        internalErrors.increment();
    }

    private static <T> T of(Map<ResourceType, T> meters, ResourceType type) {
        var meter = meters.get(type);
        if (meter == null) {
            throw new IllegalStateException("no meter for " + type);
        }
        return meter;
    }
}
