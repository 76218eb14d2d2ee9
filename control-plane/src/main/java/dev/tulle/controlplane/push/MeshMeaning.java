package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigObject;
import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.model.MeshModel;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.translate.Translation;
import dev.tulle.mesh.translate.Translator;
import dev.tulle.mesh.xds.MeshResources;
import dev.tulle.mesh.xds.ResourceSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The mesh library's meaning: what did not change from one model to the next is the same object. */
public final class MeshMeaning implements Meaning {
    private final Translator translator;
    private Optional<MeshResources> last = Optional.empty();

    public MeshMeaning(Translator translator) {
        this.translator = translator;
    }

    @Override
    public List<Problem> check(ConfigObject object) {
        return translator.check(object);
    }

    @Override
    public Translation translate(ConfigSnapshot snapshot) {
        return translator.translate(snapshot);
    }

    @Override
    public Function<WorkloadKey, ResourceSet> build(MeshModel model) {
        var resources =
                last.map(before -> MeshResources.build(model, before)).orElseGet(() -> MeshResources.build(model));
        last = Optional.of(resources);
        return resources::forProxy;
    }
}
