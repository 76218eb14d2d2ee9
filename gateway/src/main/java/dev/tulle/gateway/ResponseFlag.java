package dev.tulle.gateway;

import java.util.Arrays;
import java.util.Optional;

/** Envoy's response flags in words. Source: Envoy, access log command operator {@code %RESPONSE_FLAGS%}. */
enum ResponseFlag {
    DC("the client closed the connection"),
    DF("a host name of the service could not be resolved"),
    DI("the answer was delayed by a fault rule"),
    DO("the gateway was told to drop the request"),
    DPE("the request was not valid HTTP"),
    DT("the request or its connection lasted longer than it may"),
    FI("the request was answered by a fault rule, not by the service"),
    IH("a header had a value that is not allowed"),
    LH("the service failed its local health check"),
    LR("the connection was reset on this side"),
    NC("the rule names a service or a subset that does not exist"),
    NFCF("the configuration of a filter did not arrive in time"),
    NR("no rule matches the request"),
    OM("the proxy is short of memory"),
    RL("a rate limit was reached"),
    RLSE("the rate limit service failed"),
    SI("the request or the answer stood still for too long"),
    UAEX("access was denied"),
    UC("the service closed the connection before it answered"),
    UF("no connection to the service could be made"),
    UH("the service has no healthy instance"),
    UMSDR("the answer took longer than it may"),
    UO("the service's circuit breaker is open: too many requests at a time"),
    UPE("the answer was not valid HTTP"),
    UR("the service reset the connection"),
    URX("the request failed in all its attempts, or had no more left"),
    UT("the service did not answer in time");

    private final String words;

    ResponseFlag(String words) {
        this.words = words;
    }

    /** What happened, as a part of a sentence. */
    String words() {
        return words;
    }

    /** The flag of this name; empty for one that Envoy has learnt since. */
    static Optional<ResponseFlag> named(String name) {
        return Arrays.stream(values()).filter(flag -> flag.name().equals(name)).findFirst();
    }
}
