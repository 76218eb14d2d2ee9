package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.model.Fraction;
import dev.tulle.mesh.translate.istio.VirtualServices.Mirror;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.List;

/** Reads mirror and mirrors. Source: VirtualService HTTPRoute and HTTPMirrorPolicy. */
final class Mirrors {
    private Mirrors() {}

    static List<Mirror> read(ConfigObject object, Fields rule) {
        var mirrors = new ArrayList<Mirror>();
        var share = Shares.read(rule, "mirrorPercentage", "mirrorPercent", "mirror_percent");
        rule.mapping("mirror")
                .flatMap(fields -> Targets.read(object, fields))
                .ifPresent(target -> mirrors.add(new Mirror(target, share.orElse(Fraction.ALL))));
        if (share.isPresent() && !rule.has("mirror")) {
            rule.error("mirrorPercentage", "has no meaning without mirror, expected it beside mirror");
        }
        if (rule.has("mirror") && rule.has("mirrors")) {
            rule.error("mirrors", "found mirror too, expected one of mirror and mirrors");
        }
        for (var mirror : rule.mappings("mirrors")) {
            var part = Shares.read(mirror, "percentage").orElse(Fraction.ALL);
            mirror.require("destination");
            mirror.mapping("destination")
                    .flatMap(fields -> Targets.read(object, fields))
                    .ifPresent(target -> mirrors.add(new Mirror(target, part)));
        }
        return mirrors;
    }
}
