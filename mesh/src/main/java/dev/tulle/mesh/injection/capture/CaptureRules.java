package dev.tulle.mesh.injection.capture;

import dev.tulle.mesh.injection.capture.CaptureSpec.Destinations;
import dev.tulle.mesh.injection.capture.CaptureSpec.Groups;
import dev.tulle.mesh.injection.capture.CaptureSpec.Ports;
import dev.tulle.mesh.injection.capture.Cidr.Family;
import dev.tulle.mesh.injection.capture.Rule.Chain;
import dev.tulle.mesh.injection.capture.Rule.Match;
import dev.tulle.mesh.injection.capture.Rule.Sense;
import dev.tulle.mesh.injection.capture.Rule.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one pod, in the order in which the kernel tries them. Source: Istio's {@code istio-iptables}, whose chains have the
 * same names. UDP, and so DNS, is left alone.
 */
public final class CaptureRules {
    /** Where a captured outbound connection arrives. */
    public static final int OUTBOUND_PORT = 15001;
    /** Where a captured inbound connection arrives. */
    public static final int INBOUND_PORT = 15006;
    /** The user and the group of the proxy, whose own connections are not captured. */
    public static final int PROXY_ID = 1337;
    /** Probes, health and telemetry of the proxy. */
    private static final List<Integer> PROXY_PORTS = List.of(15020, 15021, 15090);

    private final CaptureSpec spec;
    private final Family family;
    private final List<Rule> rules = new ArrayList<>();

    private CaptureRules(CaptureSpec spec, Family family) {
        this.spec = spec;
        this.family = family;
    }

    /** Input of {@code iptables-restore --noflush} or {@code ip6tables-restore --noflush}. */
    public static String iptables(CaptureSpec spec, Family family) {
        return IptablesText.of(new CaptureRules(spec, family).rules());
    }

    /** Input of {@code nft -f}: replaces the table as a whole, or does nothing. */
    public static String nftables(CaptureSpec spec, Family family) {
        return NftablesText.of(new CaptureRules(spec, family).rules(), family);
    }

    private List<Rule> rules() {
        redirect(Chain.ISTIO_REDIRECT, OUTBOUND_PORT);
        redirect(Chain.ISTIO_IN_REDIRECT, INBOUND_PORT);
        interfaces();
        inbound();
        outbound();
        return rules;
    }

    private void redirect(Chain chain, int port) {
        add(chain, new Target.Redirect(port), new Match.Tcp());
    }

    private void interfaces() {
        for (var name : spec.interfaces().exclude()) {
            add(Chain.ISTIO_INBOUND, new Target.Return(), new Match.InInterface(name));
            add(Chain.ISTIO_OUTPUT, new Target.Return(), new Match.OutInterface(name));
        }
        for (var name : spec.interfaces().virtual()) {
            virtual(name);
        }
    }

    /** What a virtual machine in the pod sends comes in by its interface and is outbound to the mesh. */
    private void virtual(String name) {
        switch (spec.outbound().include()) {
            case Destinations.All() ->
                add(Chain.ISTIO_INBOUND, new Target.Jump(Chain.ISTIO_REDIRECT), new Match.InInterface(name));
            case Destinations.Only(var ranges) -> {
                for (var range : ofFamily(ranges)) {
                    add(
                            Chain.ISTIO_INBOUND,
                            new Target.Jump(Chain.ISTIO_REDIRECT),
                            new Match.InInterface(name),
                            new Match.Destination(Sense.IS, range));
                }
            }
        }
        add(Chain.ISTIO_INBOUND, new Target.Return(), new Match.InInterface(name));
    }

    private void inbound() {
        for (var port : PROXY_PORTS) {
            add(Chain.ISTIO_INBOUND, new Target.Return(), new Match.DestinationPort(port));
        }
        for (var port : spec.inbound().exclude()) {
            add(Chain.ISTIO_INBOUND, new Target.Return(), new Match.DestinationPort(port));
        }
        var inRedirect = new Target.Jump(Chain.ISTIO_IN_REDIRECT);
        switch (spec.inbound().include()) {
            case Ports.All() -> add(Chain.ISTIO_INBOUND, inRedirect, new Match.Tcp());
            case Ports.Only(var ports) ->
                ports.forEach(port -> add(Chain.ISTIO_INBOUND, inRedirect, new Match.DestinationPort(port)));
        }
        add(Chain.PREROUTING, new Target.Jump(Chain.ISTIO_INBOUND), new Match.Tcp());
    }

    private void outbound() {
        var back = new Target.Return();
        for (var port : spec.outbound().excludePorts()) {
            add(Chain.ISTIO_OUTPUT, back, new Match.DestinationPort(port));
        }
        // What the proxy hands to the application comes from this address and must reach it.
        add(Chain.ISTIO_OUTPUT, back, new Match.OutInterface("lo"), new Match.Source(inboundSource()));
        ownerOfLoopback(new Match.OwnerUser(Sense.IS, PROXY_ID), new Match.OwnerUser(Sense.IS_NOT, PROXY_ID));
        ownerOfLoopback(new Match.OwnerGroup(Sense.IS, PROXY_ID), new Match.OwnerGroup(Sense.IS_NOT, PROXY_ID));
        owners();
        add(Chain.ISTIO_OUTPUT, back, new Match.Destination(Sense.IS, loopback()));
        for (var range : ofFamily(spec.outbound().exclude())) {
            add(Chain.ISTIO_OUTPUT, back, new Match.Destination(Sense.IS, range));
        }
        destinations();
        add(Chain.OUTPUT, new Target.Jump(Chain.ISTIO_OUTPUT), new Match.Tcp());
    }

    /**
     * The proxy calls its own pod through the inbound side, as any client would; applications of one pod talk to each other
     * directly; whatever else the proxy sends is left alone.
     */
    private void ownerOfLoopback(Match isProxy, Match isNotProxy) {
        add(
                Chain.ISTIO_OUTPUT,
                new Target.Jump(Chain.ISTIO_IN_REDIRECT),
                new Match.OutInterface("lo"),
                new Match.Destination(Sense.IS_NOT, loopback()),
                isProxy);
        add(Chain.ISTIO_OUTPUT, new Target.Return(), new Match.OutInterface("lo"), isNotProxy);
        add(Chain.ISTIO_OUTPUT, new Target.Return(), isProxy);
    }

    private void owners() {
        for (var uid : spec.owners().excludeUsers()) {
            add(Chain.ISTIO_OUTPUT, new Target.Return(), new Match.OwnerUser(Sense.IS, uid));
        }
        for (var gid : spec.owners().excludeGroups()) {
            add(Chain.ISTIO_OUTPUT, new Target.Return(), new Match.OwnerGroup(Sense.IS, gid));
        }
        switch (spec.owners().include()) {
            case Groups.All() -> {}
            case Groups.Only(var groups) ->
                add(
                        Chain.ISTIO_OUTPUT,
                        new Target.Return(),
                        groups.stream()
                                .map(gid -> new Match.OwnerGroup(Sense.IS_NOT, gid))
                                .toArray(Match[]::new));
        }
    }

    private void destinations() {
        var redirect = new Target.Jump(Chain.ISTIO_REDIRECT);
        for (var port : spec.outbound().includePorts()) {
            add(Chain.ISTIO_OUTPUT, redirect, new Match.DestinationPort(port));
        }
        switch (spec.outbound().include()) {
            case Destinations.All() -> add(Chain.ISTIO_OUTPUT, redirect);
            case Destinations.Only(var ranges) ->
                ofFamily(ranges)
                        .forEach(range -> add(Chain.ISTIO_OUTPUT, redirect, new Match.Destination(Sense.IS, range)));
        }
    }

    private List<Cidr> ofFamily(List<Cidr> ranges) {
        return ranges.stream().filter(range -> range.family() == family).toList();
    }

    private Cidr loopback() {
        return switch (family) {
            case IPV4 -> new Cidr("127.0.0.1/32", family);
            case IPV6 -> new Cidr("::1/128", family);
        };
    }

    private Cidr inboundSource() {
        return switch (family) {
            case IPV4 -> new Cidr("127.0.0.6/32", family);
            case IPV6 -> new Cidr("::6/128", family);
        };
    }

    private void add(Chain chain, Target target, Match... matches) {
        rules.add(new Rule(chain, List.of(matches), target));
    }
}
