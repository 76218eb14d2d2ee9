package dev.tulle.mesh.xds.wire;

import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;

/** The two secrets every proxy has, by the names that Istio gives them; both come over ADS. */
public final class MeshSecrets {
    /** The proxy's own X.509-SVID and its key. */
    public static final String OWN = "default";
    /** What peers are checked against: the trust bundle. */
    public static final String ROOT = "ROOTCA";
    /** The protocol that sidecars announce to each other in TLS, by which a peer's mutual TLS is told from an application's. */
    public static final String MESH_PROTOCOL = "istio";

    private MeshSecrets() {}

    public static SdsSecretConfig own() {
        return named(OWN);
    }

    public static SdsSecretConfig root() {
        return named(ROOT);
    }

    /** Where everything dynamic comes from. Waits without limit: a listener without its certificate is of no use. */
    public static ConfigSource overAds() {
        return ConfigSource.newBuilder()
                .setAds(AggregatedConfigSource.getDefaultInstance())
                .setResourceApiVersion(ApiVersion.V3)
                .setInitialFetchTimeout(ProtoValues.duration(java.time.Duration.ZERO))
                .build();
    }

    /** A secret over ADS. */
    static SdsSecretConfig named(String name) {
        return SdsSecretConfig.newBuilder()
                .setName(name)
                .setSdsConfig(overAds())
                .build();
    }
}
