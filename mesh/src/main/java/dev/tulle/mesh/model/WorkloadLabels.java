package dev.tulle.mesh.model;

/**
 * The names under which telemetry knows a workload. None is empty: what is not known is {@code unknown}.
 *
 * @param workload the Deployment's name: {@code servicec-v2}
 * @param namespace its namespace
 * @param app label {@code app} (or app.kubernetes.io/name)
 * @param version label {@code version} (or app.kubernetes.io/version)
 * @param canonicalService {@code service.istio.io/canonical-name}, else app, else workload
 * @param canonicalRevision {@code service.istio.io/canonical-revision}, else version, else {@code latest}
 */
public record WorkloadLabels(
        String workload,
        String namespace,
        String app,
        String version,
        String canonicalService,
        String canonicalRevision) {}
