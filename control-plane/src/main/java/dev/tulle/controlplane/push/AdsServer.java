package dev.tulle.controlplane.push;

import dev.tulle.controlplane.identity.ServerCertificate;
import dev.tulle.controlplane.identity.TokenReview;
import dev.tulle.controlplane.identity.TokenReviewer;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * The aggregated discovery service, delta, over TLS. It checks tokens and hands everything else to the push loop. No limit on
 * connections; a stream's next request is read when the last one is dealt with.
 * Source: envoy/service/discovery/v3/ads.proto.
 */
public final class AdsServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AdsServer.class);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BEARER = "Bearer ";
    private static final String SERVICE = "envoy.service.discovery.v3.AggregatedDiscoveryService";

    /** A proxy of a large mesh names thousands of resources when it comes back. */
    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024;

    /** How long proxies may take to hear that they must go elsewhere. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final PushLoop loop;
    private final PushEngine engine;
    private final TokenReviewer tokens;
    private final NioEventLoopGroup acceptor = new NioEventLoopGroup(1);
    private final NioEventLoopGroup workers;
    private final Server server;

    /** Listens at once; throws IOException with the address when it is taken. */
    public AdsServer(
            InetSocketAddress address,
            ServerCertificate certificate,
            TokenReviewer tokens,
            PushLoop loop,
            PushEngine engine)
            throws IOException {
        this.loop = loop;
        this.engine = engine;
        this.tokens = tokens;
        this.workers = new NioEventLoopGroup(Math.max(2, Runtime.getRuntime().availableProcessors()));
        var delta = MethodDescriptor.<DeltaDiscoveryRequest, EncodedResponse>newBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "DeltaAggregatedResources"))
                .setRequestMarshaller(ProtoUtils.marshaller(DeltaDiscoveryRequest.getDefaultInstance()))
                .setResponseMarshaller(EncodedResponseStream.MARSHALLER)
                .build();
        this.server = NettyServerBuilder.forAddress(address)
                .channelFactory(NioServerSocketChannel::new)
                .bossEventLoopGroup(acceptor)
                .workerEventLoopGroup(workers)
                .withChildOption(ChannelOption.TCP_NODELAY, true)
                .sslContext(tls(certificate))
                .directExecutor()
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .permitKeepAliveWithoutCalls(true)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .addService(ServerServiceDefinition.builder(SERVICE)
                        .addMethod(delta, new Streams())
                        .build())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new IOException("xDS cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** HTTP/2 over the JDK's own TLS; grpc-java's helper would look for ALPN by reflection. */
    private static SslContext tls(ServerCertificate certificate) throws SSLException {
        return SslContextBuilder.forServer(certificate.key(), certificate.chain())
                .sslProvider(SslProvider.JDK)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }

    /** Where it listens, which matters when port 0 was asked for. */
    public int port() {
        return server.getPort();
    }

    /** Tells every proxy to go elsewhere, GOAWAY first and the end of its stream after, and lets that reach them. */
    @Override
    public void close() {
        server.shutdown();
        loop.post(() -> engine.dismiss(Status.UNAVAILABLE.withDescription("this replica of the control plane ends")));
        try {
            if (!server.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        var unusedAcceptor = acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        var unusedWorkers = workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Streams implements ServerCallHandler<DeltaDiscoveryRequest, EncodedResponse> {
        @Override
        public ServerCall.Listener<DeltaDiscoveryRequest> startCall(
                ServerCall<DeltaDiscoveryRequest, EncodedResponse> call, Metadata headers) {
            var stream = new AdsStream(call);
            var header = headers.get(AUTHORIZATION);
            if (header == null || !header.startsWith(BEARER)) {
                return refuse(stream, "the stream has no bearer token");
            }
            var requests = new Requests(stream);
            var unused = tokens.review(header.substring(BEARER.length()))
                    .exceptionally(failure -> new TokenReview.Unavailable("the token could not be reviewed"))
                    .thenAccept(review -> loop.post(() -> requests.reviewed(review)));
            return requests;
        }

        private ServerCall.Listener<DeltaDiscoveryRequest> refuse(AdsStream stream, String reason) {
            LOG.warnf("a proxy is refused peer=%s: %s", stream.peer(), reason);
            stream.close(Status.UNAUTHENTICATED.withDescription(reason));
            return new ServerCall.Listener<>() {};
        }
    }

    /** Nothing is read from the stream until its token was reviewed. Thread: the network's; everything is posted. */
    private final class Requests extends ServerCall.Listener<DeltaDiscoveryRequest> {
        private final AdsStream stream;
        private Optional<TokenReview.Accepted> caller = Optional.empty();

        private Requests(AdsStream stream) {
            this.stream = stream;
        }

        /** Thread: called only from the push loop. */
        private void reviewed(TokenReview review) {
            switch (review) {
                case TokenReview.Accepted accepted -> {
                    caller = Optional.of(accepted);
                    stream.next();
                }
                case TokenReview.Refused(var reason) -> end(Status.UNAUTHENTICATED, reason);
                case TokenReview.Unavailable(var reason) -> end(Status.UNAVAILABLE, reason);
            }
        }

        private void end(Status status, String reason) {
            LOG.warnf("a proxy is refused peer=%s: %s", stream.peer(), reason);
            stream.close(status.withDescription(reason));
        }

        @Override
        public void onMessage(DeltaDiscoveryRequest request) {
            loop.post(() -> caller.ifPresent(accepted -> engine.request(stream, accepted, request)));
        }

        @Override
        public void onHalfClose() {
            loop.post(() -> {
                engine.closed(stream);
                stream.close(Status.OK);
            });
        }

        @Override
        public void onCancel() {
            loop.post(() -> engine.closed(stream));
        }

        @Override
        public void onComplete() {
            loop.post(() -> engine.closed(stream));
        }

        @Override
        public void onReady() {
            loop.post(() -> engine.writable(stream));
        }
    }
}
