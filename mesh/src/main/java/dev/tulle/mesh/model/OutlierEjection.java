package dev.tulle.mesh.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When an endpoint is taken out, and for how long. Source: DestinationRule trafficPolicy.outlierDetection.
 *
 * @param consecutive5xx consecutive5xxErrors; 0 switches it off; unset: 5 unless gateway errors are written
 * @param consecutiveGatewayErrors consecutiveGatewayErrors, or the legacy consecutiveErrors; 0 switches it off
 * @param consecutiveLocalOriginFailures consecutiveLocalOriginFailures
 * @param splitLocalOrigin splitExternalLocalOriginErrors
 * @param interval between sweeps; default 10 s
 * @param baseEjectionTime default 30 s
 * @param maxEjectionPercent 0 to 100; unset: Envoy's 10, but always at least one endpoint
 * @param minHealthPercent 0 to 100: below it nothing is ejected and all endpoints are used
 */
public record OutlierEjection(
        OptionalInt consecutive5xx,
        OptionalInt consecutiveGatewayErrors,
        OptionalInt consecutiveLocalOriginFailures,
        boolean splitLocalOrigin,
        Optional<Duration> interval,
        Optional<Duration> baseEjectionTime,
        OptionalInt maxEjectionPercent,
        OptionalInt minHealthPercent) {}
