package dev.tulle.mesh.injection;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.xds.Bootstrap;
import java.util.List;

/** What the proxy reads from files: its token and the mesh's root certificate. */
final class PodVolumes {
    static final String TOKEN = "istio-token";
    static final String ROOT = "istiod-ca-cert";
    private static final int TOKEN_SECONDS = 43_200;

    private PodVolumes() {}

    static List<Mapping> volumes() {
        var token = new ObjectDraft()
                .put("audience", "istio-ca")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", fileName(Bootstrap.POD_TOKEN));
        var source = new ObjectDraft().put("serviceAccountToken", token).end();
        return List.of(
                new ObjectDraft()
                        .put("name", TOKEN)
                        .put("projected", new ObjectDraft().put("sources", List.of(source)))
                        .end(),
                new ObjectDraft()
                        .put("name", ROOT)
                        .put("configMap", new ObjectDraft().put("name", "istio-ca-root-cert"))
                        .end());
    }

    static List<Mapping> mounts() {
        return List.of(
                mount(ROOT, directory(Bootstrap.POD_ROOT_CERTIFICATE)), mount(TOKEN, directory(Bootstrap.POD_TOKEN)));
    }

    private static String directory(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Mapping mount(String volume, String path) {
        return new ObjectDraft()
                .put("mountPath", path)
                .put("name", volume)
                .put("readOnly", true)
                .end();
    }
}
