package dev.tulle.mesh.injection.capture;

import java.util.List;

/**
 * Which connections of a pod go through its proxy. Exclusions win over inclusions. Source: Istio's annotations
 * {@code traffic.sidecar.istio.io/*}.
 */
public record CaptureSpec(Inbound inbound, Outbound outbound, Interfaces interfaces, Owners owners) {
    /** Everything, as without any annotation. */
    public static final CaptureSpec ALL = new CaptureSpec(
            new Inbound(new Ports.All(), List.of()),
            new Outbound(List.of(), List.of(), new Destinations.All(), List.of()),
            new Interfaces(List.of(), List.of()),
            new Owners(new Groups.All(), List.of(), List.of()));

    /** What comes in, by the port it is for. The proxy's own ports are never redirected. */
    public record Inbound(Ports include, List<Integer> exclude) {
        public Inbound {
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * What goes out.
     *
     * @param includePorts wherever they lead
     * @param excludePorts wherever they lead
     */
    public record Outbound(
            List<Integer> includePorts, List<Integer> excludePorts, Destinations include, List<Cidr> exclude) {
        public Outbound {
            includePorts = List.copyOf(includePorts);
            excludePorts = List.copyOf(excludePorts);
            exclude = List.copyOf(exclude);
        }
    }

    /**
     * Network interfaces.
     *
     * @param exclude nothing that passes them is redirected
     * @param virtual of virtual machines: what comes in by them is outbound
     */
    public record Interfaces(List<String> exclude, List<String> virtual) {
        public Interfaces {
            exclude = List.copyOf(exclude);
            virtual = List.copyOf(virtual);
        }
    }

    /** Whose connections go through the proxy; what others send is left alone. */
    public record Owners(Groups include, List<Long> excludeGroups, List<Long> excludeUsers) {
        public Owners {
            excludeGroups = List.copyOf(excludeGroups);
            excludeUsers = List.copyOf(excludeUsers);
        }
    }

    /** Some ports. */
    public sealed interface Ports {
        record All() implements Ports {}

        /** Empty means none. */
        record Only(List<Integer> ports) implements Ports {
            public Only {
                ports = List.copyOf(ports);
            }
        }
    }

    /** Some addresses. */
    public sealed interface Destinations {
        record All() implements Destinations {}

        /** Empty means none. */
        record Only(List<Cidr> ranges) implements Destinations {
            public Only {
                ranges = List.copyOf(ranges);
            }
        }
    }

    /** Some groups of processes, by their number. */
    public sealed interface Groups {
        record All() implements Groups {}

        record Only(List<Long> groups) implements Groups {
            public Only {
                if (groups.isEmpty()) {
                    throw new IllegalArgumentException("groups must not be empty");
                }
                groups = List.copyOf(groups);
            }
        }
    }
}
