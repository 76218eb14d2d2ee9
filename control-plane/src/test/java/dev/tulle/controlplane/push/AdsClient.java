package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A proxy that does exactly what a test tells it. */
final class AdsClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final BlockingQueue<DeltaDiscoveryResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final CompletableFuture<ClientCallStreamObserver<DeltaDiscoveryRequest>> requests =
            new CompletableFuture<>();
    private final String nodeId;
    private final Reading reading;
    private boolean named;

    enum Reading {
        EAGER,
        WHEN_TOLD
    }

    AdsClient(int port, String rootPem, String token, String nodeId) throws Exception {
        this(port, rootPem, token, nodeId, Reading.EAGER);
    }

    AdsClient(int port, String rootPem, String token, String nodeId, Reading reading) throws Exception {
        this.nodeId = nodeId;
        this.reading = reading;
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .overrideAuthority("istiod.istio-system.svc")
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(new ByteArrayInputStream(rootPem.getBytes(StandardCharsets.US_ASCII)))
                        .build())
                .build();
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        AggregatedDiscoveryServiceGrpc.newStub(
                        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
                .deltaAggregatedResources(new Responses());
    }

    private final class Responses implements ClientResponseObserver<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
        @Override
        public void beforeStart(ClientCallStreamObserver<DeltaDiscoveryRequest> stream) {
            if (reading == Reading.WHEN_TOLD) {
                stream.disableAutoRequestWithInitial(0);
            }
            requests.complete(stream);
        }

        @Override
        public void onNext(DeltaDiscoveryResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private void send(DeltaDiscoveryRequest.Builder request) {
        if (!named) {
            named = true;
            request.setNode(Node.newBuilder().setId(nodeId));
        }
        requests.join().onNext(request.build());
    }

    void subscribe(ResourceType type, String... names) {
        send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.typeUrl())
                .addAllResourceNamesSubscribe(Arrays.asList(names)));
    }

    void resume(ResourceType type, Map<String, String> versions, String... names) {
        send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(type.typeUrl())
                .putAllInitialResourceVersions(versions)
                .addAllResourceNamesSubscribe(Arrays.asList(names)));
    }

    void ack(DeltaDiscoveryResponse response) {
        send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce()));
    }

    void ackStale(DeltaDiscoveryResponse response, String nonce) {
        send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(nonce));
    }

    void nack(DeltaDiscoveryResponse response, String message) {
        send(DeltaDiscoveryRequest.newBuilder()
                .setTypeUrl(response.getTypeUrl())
                .setResponseNonce(response.getNonce())
                .setErrorDetail(com.google.rpc.Status.newBuilder().setCode(13).setMessage(message)));
    }

    void read(int count) {
        requests.join().request(count);
    }

    /** The next response, which must be of that type. */
    DeltaDiscoveryResponse next(ResourceType type) throws InterruptedException {
        var response = responses.poll(5, TimeUnit.SECONDS);
        assertThat(response).as("a response of type %s", type).isNotNull();
        assertThat(response.getTypeUrl()).isEqualTo(type.typeUrl());
        return response;
    }

    /** The next response, ACKed at once. */
    DeltaDiscoveryResponse nextAcked(ResourceType type) throws InterruptedException {
        var response = next(type);
        ack(response);
        return response;
    }

    static List<String> names(DeltaDiscoveryResponse response) {
        return response.getResourcesList().stream()
                .map(resource -> resource.getName() + "@" + resource.getVersion())
                .toList();
    }

    int waiting() {
        return responses.size();
    }

    Status end() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
