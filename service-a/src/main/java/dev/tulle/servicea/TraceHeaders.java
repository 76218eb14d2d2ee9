package dev.tulle.servicea;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.ext.ClientHeadersFactory;

/**
 * Hands the trace headers of a request on to the calls that are made for it: only so can the spans of the sidecars become one
 * trace. With OpenTelemetry switched on the application's own client span writes the context of the call; copying the incoming
 * one as well would make two parents, so then only the request id is copied.
 */
@Singleton
final class TraceHeaders implements ClientHeadersFactory {
    private static final List<String> REQUEST_ID = List.of("x-request-id");
    private static final List<String> ALL = List.of(
            "x-request-id",
            "x-b3-traceid",
            "x-b3-spanid",
            "x-b3-parentspanid",
            "x-b3-sampled",
            "x-b3-flags",
            "x-ot-span-context",
            "traceparent",
            "tracestate");

    private final List<String> copied;

    TraceHeaders(@ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean applicationSpansOff) {
        copied = applicationSpansOff ? ALL : REQUEST_ID;
    }

    @Override
    public MultivaluedMap<String, String> update(
            MultivaluedMap<String, String> incoming, MultivaluedMap<String, String> outgoing) {
        var headers = new MultivaluedHashMap<String, String>();
        for (var name : copied) {
            var values = incoming.get(name);
            if (values != null) {
                headers.put(name, values);
            }
        }
        return headers;
    }
}
