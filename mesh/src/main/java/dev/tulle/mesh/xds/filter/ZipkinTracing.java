package dev.tulle.mesh.xds.filter;

import dev.tulle.mesh.xds.wire.Packed;
import dev.tulle.mesh.xds.wire.ProtoValues;
import io.envoyproxy.envoy.config.trace.v3.Tracing.Http;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig.CollectorEndpointVersion;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing;
import io.envoyproxy.envoy.type.tracing.v3.CustomTag;
import io.envoyproxy.envoy.type.v3.Percent;

/**
 * Spans to Zipkin, linked by B3 headers, which applications pass on. Client and server get a span of their own each. Source:
 * envoy.config.trace.v3.ZipkinConfig.
 */
public final class ZipkinTracing {
    /** The static cluster of the bootstrap that spans go to; without endpoints where there is no Zipkin. */
    public static final String CLUSTER = "zipkin";

    private ZipkinTracing() {}

    /** Reports every new trace, unless the proxy's runtime says less; a trace that arrives keeps its caller's decision. */
    public static Tracing config() {
        var zipkin = ZipkinConfig.newBuilder()
                .setCollectorCluster(CLUSTER)
                .setCollectorEndpoint("/api/v2/spans")
                .setCollectorEndpointVersion(CollectorEndpointVersion.HTTP_JSON)
                .setTraceId128Bit(true)
                .setSharedSpanContext(ProtoValues.no());
        return Tracing.newBuilder()
                .setClientSampling(percent(100))
                .setRandomSampling(percent(100))
                .setOverallSampling(percent(100))
                .addCustomTags(tag("mesh.workload", ProxyEnvironment.WORKLOAD))
                .addCustomTags(tag("mesh.namespace", ProxyEnvironment.NAMESPACE))
                .addCustomTags(tag("mesh.version", ProxyEnvironment.VERSION))
                .setProvider(Http.newBuilder()
                        .setName("envoy.tracers.zipkin")
                        .setTypedConfig(Packed.any("envoy.config.trace.v3.ZipkinConfig", zipkin.build())))
                .build();
    }

    private static Percent percent(double value) {
        return Percent.newBuilder().setValue(value).build();
    }

    private static CustomTag tag(String name, ProxyEnvironment origin) {
        return CustomTag.newBuilder()
                .setTag(name)
                .setEnvironment(CustomTag.Environment.newBuilder()
                        .setName(origin.variable())
                        .setDefaultValue("unknown"))
                .build();
    }
}
