package dev.tulle.mesh.injection;

import dev.tulle.mesh.injection.capture.CaptureSpec;
import dev.tulle.mesh.injection.capture.CaptureSpec.Destinations;
import dev.tulle.mesh.injection.capture.CaptureSpec.Groups;
import dev.tulle.mesh.injection.capture.CaptureSpec.Inbound;
import dev.tulle.mesh.injection.capture.CaptureSpec.Interfaces;
import dev.tulle.mesh.injection.capture.CaptureSpec.Outbound;
import dev.tulle.mesh.injection.capture.CaptureSpec.Owners;
import dev.tulle.mesh.injection.capture.CaptureSpec.Ports;
import dev.tulle.mesh.injection.capture.Cidr;
import dev.tulle.mesh.xds.Bootstrap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a pod's settings ask the kernel to redirect. */
final class CaptureSettings {
    private CaptureSettings() {}

    /** @param own further ports of the proxy itself */
    static CaptureSpec of(InjectionSettings settings, SortedSet<Integer> own) {
        var excluded = new TreeSet<>(own);
        excluded.addAll(ports(settings, Setting.EXCLUDE_INBOUND_PORTS));
        // The rules know this one.
        excluded.remove(Bootstrap.PROBE_PORT);
        var include = settings.isAll(Setting.INCLUDE_INBOUND_PORTS)
                ? new Ports.All()
                : new Ports.Only(ports(settings, Setting.INCLUDE_INBOUND_PORTS));
        var destinations = settings.isAll(Setting.INCLUDE_OUTBOUND_RANGES)
                ? new Destinations.All()
                : new Destinations.Only(ranges(settings, Setting.INCLUDE_OUTBOUND_RANGES));
        return new CaptureSpec(
                new Inbound(include, List.copyOf(excluded)),
                new Outbound(
                        ports(settings, Setting.INCLUDE_OUTBOUND_PORTS),
                        ports(settings, Setting.EXCLUDE_OUTBOUND_PORTS),
                        destinations,
                        ranges(settings, Setting.EXCLUDE_OUTBOUND_RANGES)),
                new Interfaces(settings.items(Setting.EXCLUDE_INTERFACES), settings.items(Setting.VIRTUAL_INTERFACES)),
                owners(settings));
    }

    private static Owners owners(InjectionSettings settings) {
        var included = settings.isAll(Setting.INCLUDE_OWNER_GROUPS)
                ? List.<Long>of()
                : ids(settings, Setting.INCLUDE_OWNER_GROUPS);
        return new Owners(
                included.isEmpty() ? new Groups.All() : new Groups.Only(included),
                ids(settings, Setting.EXCLUDE_OWNER_GROUPS),
                ids(settings, Setting.EXCLUDE_OWNER_USERS));
    }

    private static List<Integer> ports(InjectionSettings settings, Setting setting) {
        return settings.items(setting).stream().map(Integer::valueOf).toList();
    }

    private static List<Long> ids(InjectionSettings settings, Setting setting) {
        return settings.items(setting).stream().map(Long::valueOf).toList();
    }

    private static List<Cidr> ranges(InjectionSettings settings, Setting setting) {
        return settings.items(setting).stream()
                .map(Cidr::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
