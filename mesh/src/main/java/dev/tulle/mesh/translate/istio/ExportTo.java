package dev.tulle.mesh.translate.istio;

import dev.tulle.mesh.translate.strict.Fields;

/** Reads exportTo: only the default, all namespaces, is implemented. */
final class ExportTo {
    private ExportTo() {}

    static void read(Fields spec) {
        for (var namespace : spec.texts("exportTo")) {
            if (!namespace.equals("*")) {
                spec.error("exportTo", "\"" + namespace + "\" is not supported yet, expected \"*\"");
            }
        }
    }
}
