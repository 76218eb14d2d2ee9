package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.translate.istio.VirtualServices.GatewayRef;
import dev.tulle.mesh.translate.strict.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads gateways: {@code name}, {@code namespace/name} or {@code mesh}. */
final class GatewayRefs {
    private static final Pattern NAME = Pattern.compile("([-a-z0-9]{1,63}/)?[-a-z0-9.]{1,253}");

    private GatewayRefs() {}

    static List<GatewayRef> read(ConfigObject object, Fields fields) {
        var refs = new ArrayList<GatewayRef>();
        var written = fields.texts("gateways");
        for (var i = 0; i < written.size(); i++) {
            var text = written.get(i);
            var spot = fields.item("gateways", i);
            if (!NAME.matcher(text).matches()) {
                fields.error("gateways", "\"" + text + "\" is no gateway, expected NAME, NAMESPACE/NAME or mesh");
                continue;
            }
            var slash = text.indexOf('/');
            if (slash >= 0) {
                refs.add(new GatewayRef(text.substring(0, slash), text.substring(slash + 1), spot));
            } else if (text.equals(VirtualServices.MESH)) {
                refs.add(new GatewayRef("", text, spot));
            } else {
                refs.add(new GatewayRef(object.key().namespace(), text, spot));
            }
        }
        return refs;
    }
}
