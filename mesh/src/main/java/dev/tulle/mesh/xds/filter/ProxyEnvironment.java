package dev.tulle.mesh.xds.filter;

/**
 * What a proxy knows of itself: variables of the Envoy process, set by whoever starts it, read by Envoy as
 * {@code %ENVIRONMENT(NAME)%}. Names in telemetry come from them, so that one listener serves every proxy.
 */
public enum ProxyEnvironment {
    WORKLOAD("TULLE_WORKLOAD"),
    NAMESPACE("TULLE_NAMESPACE"),
    APP("TULLE_APP"),
    VERSION("TULLE_VERSION"),
    CANONICAL_SERVICE("TULLE_CANONICAL_SERVICE"),
    CANONICAL_REVISION("TULLE_CANONICAL_REVISION"),
    /** The SPIFFE ID. */
    PRINCIPAL("TULLE_PRINCIPAL");

    private final String variable;

    ProxyEnvironment(String variable) {
        this.variable = variable;
    }

    /** The variable's name: {@code TULLE_WORKLOAD}. */
    public String variable() {
        return variable;
    }

    /** What Envoy replaces by the variable's value. */
    String format() {
        return "%ENVIRONMENT(" + variable + ")%";
    }
}
