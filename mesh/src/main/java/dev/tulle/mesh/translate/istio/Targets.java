package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.translate.istio.VirtualServices.Target;
import dev.tulle.mesh.translate.istio.VirtualServices.TargetSpots;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads whom a request is sent to. Source: VirtualService Destination. */
final class Targets {
    private Targets() {}

    static Optional<Target> read(ConfigObject object, Fields destination) {
        destination.require("host");
        var port = destination
                .mapping("port")
                .map(fields -> {
                    fields.require("number");
                    return fields.port("number");
                })
                .orElseGet(OptionalInt::empty);
        var subset = destination.text("subset").map(SubsetName::new);
        var host = destination.text("host");
        if (host.isPresent() && (!Hosts.isValid(host.get()) || Hosts.isWildcard(host.get()))) {
            destination.error("host", "\"" + host.get() + "\" is no host, expected a Service such as servicec");
            return Optional.empty();
        }
        var spots = new TargetSpots(destination.spot("host"), destination.spot("port"), destination.spot("subset"));
        return host.map(name -> new Target(Hosts.resolve(name, object.key().namespace()), port, subset, spots));
    }
}
