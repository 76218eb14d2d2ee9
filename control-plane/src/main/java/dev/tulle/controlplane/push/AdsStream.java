package dev.tulle.controlplane.push;

import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** A {@link ProxyStream} over a call of grpc-java. Thread: called only from the push loop once the call is accepted. */
final class AdsStream implements ProxyStream {
    private final ServerCall<DeltaDiscoveryRequest, EncodedResponse> call;
    private boolean headersSent;
    private boolean closed;

    AdsStream(ServerCall<DeltaDiscoveryRequest, EncodedResponse> call) {
        this.call = call;
    }

    @Override
    public boolean isReady() {
        return !closed && !call.isCancelled() && (!headersSent || call.isReady());
    }

    @Override
    public void send(EncodedResponse response) {
        if (closed || call.isCancelled()) {
            return;
        }
        if (!headersSent) {
            headersSent = true;
            call.sendHeaders(new Metadata());
        }
        call.sendMessage(response);
    }

    @Override
    public void next() {
        call.request(1);
    }

    @Override
    public void close(Status status) {
        if (!closed) {
            closed = true;
            if (!call.isCancelled()) {
                call.close(status, new Metadata());
            }
        }
    }

    @Override
    public String peer() {
        return String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }
}
