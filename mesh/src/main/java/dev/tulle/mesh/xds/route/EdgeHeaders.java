package dev.tulle.mesh.xds.route;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;

/** Headers that a gateway's first pass tells its second. */
final class EdgeHeaders {
    private EdgeHeaders() {}

    static HeaderValueOption port(int gatewayPort) {
        return HeaderValueOption.newBuilder()
                .setHeader(HeaderValue.newBuilder()
                        .setKey(EdgeVirtualHosts.PORT_HEADER)
                        .setValue(Integer.toString(gatewayPort)))
                .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .build();
    }
}
