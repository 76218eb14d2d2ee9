package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import dev.tulle.mesh.model.TrafficPolicy.UpstreamTransport;
import dev.tulle.mesh.translate.strict.Spot;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The fields that one traffic policy writes.
 *
 * @param fields only those written
 * @param isOutlierDetectionOn also when outlierDetection is written without a field
 */
public record PolicyLayer(SortedMap<PolicyField, Written> fields, boolean isOutlierDetectionOn) {
    /** Nothing is written. */
    public static final PolicyLayer EMPTY = new PolicyLayer(new TreeMap<>(), false);

    public PolicyLayer {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    /** A field's value, and where it is written. */
    public record Written(Setting setting, Spot spot) {}

    /** The values that fields of a policy have. */
    public sealed interface Setting {
        /** A whole number. */
        record Count(int value) implements Setting {}

        /** A duration. */
        record Span(Duration value) implements Setting {}

        /** True or false. */
        record Flag(boolean value) implements Setting {}

        /** loadBalancer.simple. */
        record Balancing(LoadBalancing value) implements Setting {}

        /** tls.mode. */
        record Transport(UpstreamTransport value) implements Setting {}
    }

    /** The setting of a field. */
    public Optional<Setting> setting(PolicyField field) {
        return Optional.ofNullable(fields.get(field)).map(Written::setting);
    }

    /** This layer's fields, and those of another that are absent here. */
    public PolicyLayer over(PolicyLayer below) {
        if (below.equals(EMPTY)) {
            return this;
        }
        Map<PolicyField, Written> both = new TreeMap<>(below.fields);
        both.putAll(fields);
        return new PolicyLayer(new TreeMap<>(both), isOutlierDetectionOn || below.isOutlierDetectionOn);
    }
}
