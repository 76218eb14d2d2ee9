package dev.tulle.mesh.xds.listener;

import dev.tulle.mesh.model.InboundPort;
import dev.tulle.mesh.xds.wire.Packed;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.type.v3.Int32Range;
import java.util.List;

/** What looks at a connection before its filter chain is chosen. */
final class ListenerFilters {
    private ListenerFilters() {}

    /** Tells TLS, and what protocols the client announces in it. */
    static ListenerFilter tlsInspector() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.tls_inspector")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
                        TlsInspector.getDefaultInstance()))
                .build();
    }

    /** Holds for connections to other ports than these, at least one. */
    static ListenerFilterChainMatchPredicate unlessTo(List<InboundPort> ports) {
        var to = ports.stream().map(port -> to(port.port())).toList();
        var any = to.size() == 1
                ? to.getFirst()
                : ListenerFilterChainMatchPredicate.newBuilder()
                        .setOrMatch(ListenerFilterChainMatchPredicate.MatchSet.newBuilder()
                                .addAllRules(to))
                        .build();
        return ListenerFilterChainMatchPredicate.newBuilder().setNotMatch(any).build();
    }

    private static ListenerFilterChainMatchPredicate to(int port) {
        return ListenerFilterChainMatchPredicate.newBuilder()
                .setDestinationPortRange(Int32Range.newBuilder().setStart(port).setEnd(port + 1))
                .build();
    }

    /** Gives a redirected connection the address again that it was meant for. */
    static ListenerFilter originalDestination() {
        return ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.original_dst")
                .setTypedConfig(Packed.any(
                        "envoy.extensions.filters.listener.original_dst.v3.OriginalDst",
                        OriginalDst.getDefaultInstance()))
                .build();
    }
}
