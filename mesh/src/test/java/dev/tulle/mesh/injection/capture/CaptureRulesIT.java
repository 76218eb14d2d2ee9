package dev.tulle.mesh.injection.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.injection.capture.CaptureSpec.Destinations;
import dev.tulle.mesh.injection.capture.CaptureSpec.Groups;
import dev.tulle.mesh.injection.capture.CaptureSpec.Inbound;
import dev.tulle.mesh.injection.capture.CaptureSpec.Interfaces;
import dev.tulle.mesh.injection.capture.CaptureSpec.Outbound;
import dev.tulle.mesh.injection.capture.CaptureSpec.Owners;
import dev.tulle.mesh.injection.capture.CaptureSpec.Ports;
import dev.tulle.mesh.injection.capture.CapturedPod.Backend;
import dev.tulle.mesh.injection.capture.CapturedPod.Caller;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where real connections of a real network namespace arrive, for each rule, back end and family. */
@TestInstance(Lifecycle.PER_CLASS)
class CaptureRulesIT {
    private static final String OUTBOUND = "15001";
    private static final String INBOUND = "15006";
    private static final Inbound ALL_INBOUND = CaptureSpec.ALL.inbound();
    private static final Outbound ALL_OUTBOUND = CaptureSpec.ALL.outbound();
    private static final Interfaces NO_INTERFACE = CaptureSpec.ALL.interfaces();
    private static final Owners ALL_OWNERS = CaptureSpec.ALL.owners();

    private final CapturedPod pod = new CapturedPod();

    @BeforeAll
    void everythingIsReachableAtFirst() {
        for (var family : Family.values()) {
            assertThat(pod.in(CapturedPod.podAddress(family), 8081)).isEqualTo("8081");
            assertThat(pod.out(Caller.APPLICATION, CapturedPod.worldAddress(family), 80))
                    .isEqualTo("80");
        }
    }

    @BeforeEach
    void reset() {
        pod.reset();
    }

    @AfterAll
    void close() {
        pod.close();
    }

    private static Stream<Arguments> ways() {
        return Arrays.stream(Backend.values())
                .flatMap(backend -> Arrays.stream(Family.values()).map(family -> Arguments.of(backend, family)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void allThatComesInReachesTheProxyButForItsOwnPorts(Backend backend, Family family) {
        pod.program(backend, CaptureSpec.ALL);
        var address = CapturedPod.podAddress(family);

        assertThat(pod.in(address, 8081)).isEqualTo(INBOUND);
        assertThat(pod.in(address, 9000)).isEqualTo(INBOUND);
        assertThat(pod.in(address, 15020)).isEqualTo("15020");
        assertThat(pod.in(address, 15021)).isEqualTo("15021");
        assertThat(pod.in(address, 15090)).isEqualTo("15090");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void includedPortsOnlyComeInByTheProxy(Backend backend, Family family) {
        pod.program(backend, inbound(new Inbound(new Ports.Only(List.of(8081)), List.of())));
        var address = CapturedPod.podAddress(family);

        assertThat(pod.in(address, 8081)).isEqualTo(INBOUND);
        assertThat(pod.in(address, 9000)).isEqualTo("9000");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void excludedPortsComeInDirectly(Backend backend, Family family) {
        pod.program(backend, inbound(new Inbound(new Ports.All(), List.of(9000))));
        var address = CapturedPod.podAddress(family);

        assertThat(pod.in(address, 8081)).isEqualTo(INBOUND);
        assertThat(pod.in(address, 9000)).isEqualTo("9000");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noPortAtAllMayComeInByTheProxy(Backend backend, Family family) {
        pod.program(backend, inbound(new Inbound(new Ports.Only(List.of()), List.of())));

        assertThat(pod.in(CapturedPod.podAddress(family), 8081)).isEqualTo("8081");
        assertThat(pod.out(Caller.APPLICATION, CapturedPod.worldAddress(family), 80))
                .isEqualTo(OUTBOUND);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatTheApplicationSendsReachesTheProxyAndWhatTheProxySendsTheWorld(Backend backend, Family family) {
        pod.program(backend, CaptureSpec.ALL);
        var address = CapturedPod.worldAddress(family);

        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo(OUTBOUND);
        assertThat(pod.out(new Caller(0, 0), address, 443)).isEqualTo(OUTBOUND);
        assertThat(pod.out(Caller.ENVOY, address, 80)).isEqualTo("80");
        assertThat(pod.out(new Caller(1000, CapturedPod.PROXY), address, 80)).isEqualTo("80");
        assertThat(pod.datagram(Caller.APPLICATION, address, 53)).isEqualTo("udp 53");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void withinThePodOnlyTheProxysCallsToItGoThroughItsInboundSide(Backend backend, Family family) {
        pod.program(backend, CaptureSpec.ALL);
        var own = CapturedPod.podAddress(family);
        var loopback = family == Family.IPV4 ? "127.0.0.1" : "::1";

        assertThat(pod.out(Caller.APPLICATION, loopback, 8081)).isEqualTo("8081");
        assertThat(pod.out(Caller.APPLICATION, own, 8081)).isEqualTo("8081");
        assertThat(pod.out(Caller.ENVOY, loopback, 8081)).isEqualTo("8081");
        assertThat(pod.out(Caller.ENVOY, own, 8081)).isEqualTo(INBOUND);
        var source = family == Family.IPV4 ? "127.0.0.6" : "::6";
        assertThat(pod.proxyFrom(source, own, 8081)).isEqualTo("8081");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void excludedOutboundPortsLeaveDirectly(Backend backend, Family family) {
        pod.program(backend, outbound(new Outbound(List.of(), List.of(443), new Destinations.All(), List.of())));
        var address = CapturedPod.worldAddress(family);

        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo(OUTBOUND);
        assertThat(pod.out(Caller.APPLICATION, address, 443)).isEqualTo("443");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void rangesAreIncludedAndExcluded(Backend backend, Family family) {
        var address = CapturedPod.worldAddress(family);
        var here = List.of(range("10.99.0.0/24"), range("fd99::/64"));
        var elsewhere = List.of(range("10.98.0.0/24"), range("fd98::/64"));

        pod.program(backend, outbound(new Outbound(List.of(), List.of(), new Destinations.All(), here)));
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo("80");
        pod.program(backend, outbound(new Outbound(List.of(), List.of(), new Destinations.All(), elsewhere)));
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo(OUTBOUND);
        pod.program(backend, outbound(new Outbound(List.of(), List.of(), new Destinations.Only(here), List.of())));
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo(OUTBOUND);
        pod.program(backend, outbound(new Outbound(List.of(), List.of(), new Destinations.Only(elsewhere), List.of())));
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo("80");
        pod.program(backend, outbound(new Outbound(List.of(), List.of(), new Destinations.Only(here), here)));
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo("80");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void includedOutboundPortsNeedNoRange(Backend backend, Family family) {
        var none = new Destinations.Only(List.of());
        pod.program(backend, outbound(new Outbound(List.of(443), List.of(), none, List.of())));
        var address = CapturedPod.worldAddress(family);

        assertThat(pod.out(Caller.APPLICATION, address, 443)).isEqualTo(OUTBOUND);
        assertThat(pod.out(Caller.APPLICATION, address, 80)).isEqualTo("80");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void ownersAreIncludedAndExcluded(Backend backend, Family family) {
        var address = CapturedPod.worldAddress(family);

        pod.program(backend, owners(new Owners(new Groups.All(), List.of(3000L), List.of(2000L))));
        assertThat(pod.out(new Caller(2000, 1), address, 80)).isEqualTo("80");
        assertThat(pod.out(new Caller(2001, 3000), address, 80)).isEqualTo("80");
        assertThat(pod.out(new Caller(2001, 3001), address, 80)).isEqualTo(OUTBOUND);

        pod.program(backend, owners(new Owners(new Groups.Only(List.of(4000L, 4001L)), List.of(), List.of())));
        assertThat(pod.out(new Caller(2000, 4000), address, 80)).isEqualTo(OUTBOUND);
        assertThat(pod.out(new Caller(2000, 4001), address, 80)).isEqualTo(OUTBOUND);
        assertThat(pod.out(new Caller(2000, 4002), address, 80)).isEqualTo("80");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void interfacesAreExcludedOrLeadOutOfAVirtualMachine(Backend backend, Family family) {
        var own = CapturedPod.podAddress(family);
        var other = CapturedPod.worldAddress(family);

        pod.program(backend, interfaces(new Interfaces(List.of("eth0"), List.of())));
        assertThat(pod.in(own, 8081)).isEqualTo("8081");
        assertThat(pod.out(Caller.APPLICATION, other, 80)).isEqualTo("80");

        pod.program(backend, interfaces(new Interfaces(List.of(), List.of("eth0"))));
        assertThat(pod.in(own, 8081)).isEqualTo(OUTBOUND);
    }

    @ParameterizedTest
    @EnumSource
    void aSecondRunLeavesTheSameRules(Backend backend) {
        pod.program(backend, CaptureSpec.ALL);
        var once = pod.rules();
        pod.program(backend, CaptureSpec.ALL);

        assertThat(pod.rules()).isEqualTo(once).contains("ISTIO_OUTPUT");
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunPrintsTheRulesAndChangesNothing(Backend backend) {
        var printed = pod.program(backend, CaptureSpec.ALL, "--dry-run");

        assertThat(printed)
                .contains(CaptureRules.iptables(CaptureSpec.ALL, Family.IPV4))
                .contains(CaptureRules.iptables(CaptureSpec.ALL, Family.IPV6))
                .contains(CaptureRules.nftables(CaptureSpec.ALL, Family.IPV4))
                .contains(CaptureRules.nftables(CaptureSpec.ALL, Family.IPV6));
        assertThat(pod.rules()).isEmpty();
    }

    private static CaptureSpec inbound(Inbound inbound) {
        return new CaptureSpec(inbound, ALL_OUTBOUND, NO_INTERFACE, ALL_OWNERS);
    }

    private static CaptureSpec outbound(Outbound outbound) {
        return new CaptureSpec(ALL_INBOUND, outbound, NO_INTERFACE, ALL_OWNERS);
    }

    private static CaptureSpec interfaces(Interfaces interfaces) {
        return new CaptureSpec(ALL_INBOUND, ALL_OUTBOUND, interfaces, ALL_OWNERS);
    }

    private static CaptureSpec owners(Owners owners) {
        return new CaptureSpec(ALL_INBOUND, ALL_OUTBOUND, NO_INTERFACE, owners);
    }

    private static Cidr range(String text) {
        return Cidr.parse(text).orElseThrow();
    }
}
