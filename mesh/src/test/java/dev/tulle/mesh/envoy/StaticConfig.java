package dev.tulle.mesh.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceSet;
import dev.tulle.mesh.xds.ResourceType;
import dev.tulle.mesh.xds.ResourceTypes;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A resource set as static config: what would come over ADS stands inline, secrets are static ones of the same names. Nothing
 * else is changed, so that what Envoy accepts and does here it accepts and does with a control plane.
 */
public final class StaticConfig {
    private final ResourceSet resources;
    private final JsonFormat.Printer printer = JsonFormat.printer()
            .usingTypeRegistry(
                    TypeRegistry.newBuilder().add(ResourceTypes.roots()).build());

    public StaticConfig(ResourceSet resources) {
        this.resources = resources;
    }

    /** static_resources.listeners, JSON. */
    public String listeners() {
        return array(resources.of(ResourceType.LISTENER).values().stream()
                .map(resource -> inline(parse(resource, Listener.getDefaultInstance())))
                .toList());
    }

    /** static_resources.clusters, JSON items without the brackets. */
    public String clusters() {
        return array(resources.of(ResourceType.CLUSTER).values().stream()
                .map(resource -> inline(parse(resource, Cluster.getDefaultInstance())))
                .toList());
    }

    private Listener inline(Listener listener) {
        var changed = listener.toBuilder();
        for (var chain : changed.getFilterChainsBuilderList()) {
            inline(chain);
        }
        if (changed.hasDefaultFilterChain()) {
            inline(changed.getDefaultFilterChainBuilder());
        }
        return changed.build();
    }

    private void inline(FilterChain.Builder chain) {
        for (var filter : chain.getFiltersBuilderList()) {
            inline(filter);
        }
        if (chain.hasTransportSocket()) {
            var config =
                    unpack(chain.getTransportSocket().getTypedConfig(), DownstreamTlsContext.getDefaultInstance())
                            .toBuilder();
            inline(config.getCommonTlsContextBuilder());
            chain.getTransportSocketBuilder().setTypedConfig(Any.pack(config.build()));
        }
    }

    private void inline(Filter.Builder filter) {
        if (!filter.getTypedConfig().is(HttpConnectionManager.class)) {
            return;
        }
        var manager = unpack(filter.getTypedConfig(), HttpConnectionManager.getDefaultInstance()).toBuilder();
        if (manager.hasRds()) {
            manager.setRouteConfig(routes(manager.getRds().getRouteConfigName()));
        }
        filter.setTypedConfig(Any.pack(manager.build()));
    }

    private RouteConfiguration routes(String name) {
        var resource = resources.of(ResourceType.ROUTE).get(name);
        if (resource == null) {
            throw new AssertionError("a listener names route configuration " + name + ", which does not exist");
        }
        var routes = parse(resource, RouteConfiguration.getDefaultInstance()).toBuilder()
                .clearVhds();
        resources.of(ResourceType.VIRTUAL_HOST).values().stream()
                .filter(host -> host.name().startsWith(name + "/"))
                .forEach(host -> routes.addVirtualHosts(parse(host, VirtualHost.getDefaultInstance())));
        return routes.build();
    }

    private Cluster inline(Cluster cluster) {
        var changed = cluster.toBuilder();
        if (cluster.getType() == DiscoveryType.EDS) {
            var endpoints = resources.of(ResourceType.ENDPOINT).get(cluster.getName());
            if (endpoints == null) {
                throw new AssertionError("cluster " + cluster.getName() + " has no endpoints resource");
            }
            changed.setType(DiscoveryType.STATIC)
                    .clearEdsClusterConfig()
                    .setLoadAssignment(parse(endpoints, ClusterLoadAssignment.getDefaultInstance()));
        }
        if (changed.getTransportSocket().getTypedConfig().is(UpstreamTlsContext.class)) {
            inline(changed.getTransportSocketBuilder());
        }
        for (var match : changed.getTransportSocketMatchesBuilderList()) {
            if (match.getTransportSocket().getTypedConfig().is(UpstreamTlsContext.class)) {
                inline(match.getTransportSocketBuilder());
            }
        }
        return changed.build();
    }

    private static void inline(TransportSocket.Builder socket) {
        var config = unpack(socket.getTypedConfig(), UpstreamTlsContext.getDefaultInstance()).toBuilder();
        inline(config.getCommonTlsContextBuilder());
        socket.setTypedConfig(Any.pack(config.build()));
    }

    private static void inline(CommonTlsContext.Builder context) {
        context.getTlsCertificateSdsSecretConfigsBuilderList().forEach(SdsSecretConfig.Builder::clearSdsConfig);
        if (context.hasCombinedValidationContext()) {
            context.getCombinedValidationContextBuilder()
                    .getValidationContextSdsSecretConfigBuilder()
                    .clearSdsConfig();
        }
    }

    /** static_resources.secrets, JSON items without the brackets: those of a gateway's servers. */
    public String secrets() {
        return array(resources.of(ResourceType.SECRET).values().stream()
                .map(resource -> parse(resource, Secret.getDefaultInstance()))
                .toList());
    }

    private String array(List<? extends Message> messages) {
        return messages.stream().map(this::print).collect(Collectors.joining(",\n"));
    }

    private String print(Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Message> T parse(EncodedResource resource, T type) {
        try {
            return (T) type.getParserForType().parseFrom(resource.value());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(resource.name(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Message> T unpack(Any packed, T type) {
        try {
            return (T) type.getParserForType().parseFrom(packed.getValue());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(packed.getTypeUrl(), e);
        }
    }
}
