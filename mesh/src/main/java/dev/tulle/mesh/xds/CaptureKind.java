package dev.tulle.mesh.xds;

import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.Workload;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What proxies have to have in common so that their outbound resources are the same. */
enum CaptureKind {
    /** {@link CaptureMode.Explicit}: no listener is shared, as each has an address of its own. */
    EXPLICIT("0.0.0.0"),
    /** {@link CaptureMode.Redirected} in a pod whose address is an IPv4 one. */
    REDIRECTED("0.0.0.0"),
    /** {@link CaptureMode.Redirected} in a pod whose address is an IPv6 one. */
    REDIRECTED_IPV6("::");

    private final String wildcard;

    CaptureKind(String wildcard) {
        this.wildcard = wildcard;
    }

    /** Every address, to listen on. */
    String wildcard() {
        return wildcard;
    }

    static CaptureKind of(Workload workload) {
        return switch (workload.capture()) {
            case CaptureMode.Explicit ignored -> EXPLICIT;
            case CaptureMode.Redirected(var podAddress) -> podAddress.indexOf(':') < 0 ? REDIRECTED : REDIRECTED_IPV6;
        };
    }

    /** Those that occur. */
    static Set<CaptureKind> in(MeshModel model) {
        var kinds = EnumSet.noneOf(CaptureKind.class);
        model.workloads().values().forEach(workload -> kinds.add(of(workload)));
        return Collections.unmodifiableSet(kinds);
    }
}
