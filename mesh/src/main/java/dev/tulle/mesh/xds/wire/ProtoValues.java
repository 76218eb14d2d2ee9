package dev.tulle.mesh.xds.wire;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.UInt32Value;
import dev.tulle.mesh.model.Fraction;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;

/** Values of the JDK and of the model in Envoy's words. */
public final class ProtoValues {
    private ProtoValues() {}

    public static Duration duration(java.time.Duration value) {
        return Duration.newBuilder()
                .setSeconds(value.getSeconds())
                .setNanos(value.getNano())
                .build();
    }

    public static UInt32Value uint32(int value) {
        return UInt32Value.of(value);
    }

    public static BoolValue yes() {
        return BoolValue.of(true);
    }

    public static BoolValue no() {
        return BoolValue.of(false);
    }

    public static FractionalPercent percent(Fraction share) {
        return FractionalPercent.newBuilder()
                .setNumerator(share.millionths())
                .setDenominator(DenominatorType.MILLION)
                .build();
    }

    public static RuntimeFractionalPercent runtimePercent(Fraction share) {
        return RuntimeFractionalPercent.newBuilder()
                .setDefaultValue(percent(share))
                .build();
    }

    /** A TCP address; {@code address} is an IP address. */
    public static Address socket(String address, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(address).setPortValue(port))
                .build();
    }
}
