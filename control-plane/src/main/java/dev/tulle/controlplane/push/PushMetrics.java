package dev.tulle.controlplane.push;

import dev.tulle.mesh.xds.ResourceType;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The control plane's metrics under the very names that Istio's control-plane dashboard and Kiali's mesh page read. Counters
 * are registered as gauges, since Micrometer would add {@code _total} to their names; Prometheus' rate() does not mind.
 *
 * <p>Thread: called only from the push loop; the registry is read by others.
 */
public final class PushMetrics {
    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final Map<ResourceType, AtomicLong> pushes = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, AtomicLong> rejects = new EnumMap<>(ResourceType.class);
    private final Map<ResourceType, DistributionSummary> sizes = new EnumMap<>(ResourceType.class);
    private final AtomicLong connections;
    private final AtomicLong services;
    private final AtomicLong configEvents;
    private final AtomicLong triggers;
    private final AtomicLong totalRejects;
    private final AtomicLong internalErrors;
    private final AtomicLong validationPassed;
    private final AtomicLong validationFailed;
    private final DistributionSummary pushTime;
    private final DistributionSummary convergence;

    public PushMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var type : ResourceType.values()) {
            pushes.put(type, number("pilot_xds_pushes", Tags.of("type", label(type))));
            rejects.put(type, number("pilot_xds_" + label(type) + "_reject", Tags.empty()));
            sizes.put(
                    type,
                    DistributionSummary.builder("pilot_xds_config_size_bytes")
                            .tag("type", label(type))
                            .serviceLevelObjectives(1e3, 1e4, 1e5, 1e6, 4e6, 1e7, 4e7)
                            .register(registry));
        }
        connections = number("pilot_xds", Tags.empty());
        services = number("pilot_services", Tags.empty());
        configEvents = number("pilot_k8s_cfg_events", Tags.of("type", "file", "event", "update"));
        number("pilot_k8s_reg_events", Tags.of("type", "file", "event", "update"));
        triggers = number("pilot_push_triggers", Tags.of("type", "config"));
        totalRejects = number("pilot_total_xds_rejects", Tags.empty());
        internalErrors = number("pilot_total_xds_internal_errors", Tags.empty());
        validationPassed = number("galley_validation_passed", Tags.empty());
        validationFailed = number("galley_validation_failed", Tags.empty());
        number("sidecar_injection_success_total", Tags.empty());
        number("sidecar_injection_failure_total", Tags.empty());
        number("istio_build", Tags.of("component", "pilot", "tag", "tulle-0.1.0"))
                .set(1);
        pushTime = seconds("pilot_xds_push_time");
        convergence = seconds("pilot_proxy_convergence_time");
    }

    private AtomicLong number(String name, Tags tags) {
        var value = new AtomicLong();
        registry.gauge(name, tags, value);
        return value;
    }

    private DistributionSummary seconds(String name) {
        return DistributionSummary.builder(name)
                .serviceLevelObjectives(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 3, 5, 10)
                .register(registry);
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

    void pushed(ResourceType type, int bytes) {
        of(pushes, type).incrementAndGet();
        of(sizes, type).record(bytes);
    }

    void rejected(ResourceType type) {
        of(rejects, type).incrementAndGet();
        totalRejects.incrementAndGet();
    }

    void connected(int now) {
        connections.set(now);
    }

    /**
     * A model came into force.
     *
     * @param valid objects without an error
     * @param invalid errors
     */
    void configured(int serviceCount, int valid, int invalid) {
        services.set(serviceCount);
        configEvents.incrementAndGet();
        triggers.incrementAndGet();
        validationPassed.addAndGet(valid);
        validationFailed.addAndGet(invalid);
    }

    /** How long one model took to be handed to every stream. */
    void distributed(Duration time) {
        pushTime.record(time.toNanos() / NANOS);
    }

    /** From the change of an object to its last ACK. */
    void converged(Duration time) {
        convergence.record(time.toNanos() / NANOS);
    }

    /** A task of the loop failed by a bug. */
    void failed() {
        internalErrors.incrementAndGet();
    }

    private static <T> T of(Map<ResourceType, T> meters, ResourceType type) {
        var meter = meters.get(type);
        if (meter == null) {
            throw new IllegalStateException("no meter for " + type);
        }
        return meter;
    }
}
