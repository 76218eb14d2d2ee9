package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.Translation;
import java.util.List;
import java.util.Optional;

/** Istio's analyzer says of a Service's port what the translation says by Kiali's id; one voice suffices, and here it is Istio's. */
final class PortNames {
    private static final String KIALI = "KIA0601";
    private static final String ISTIO = "IST0118";

    private PortNames() {}

    static List<Problem> renamed(Translation translation) {
        return translation.problems().stream().map(PortNames::renamed).toList();
    }

    private static Problem renamed(Problem problem) {
        var ofService = problem.object()
                .filter(key -> key.kind().equals("Service") && key.group().isEmpty());
        return problem.code().equals(KIALI) && ofService.isPresent()
                ? new Problem(
                        problem.severity(),
                        ISTIO,
                        problem.object(),
                        problem.origin(),
                        problem.path(),
                        problem.message(),
                        problem.effect())
                : problem;
    }

    /** Services of the cluster itself are not the user's to name. */
    static boolean isOfSystem(Problem problem) {
        return problem.code().equals(ISTIO)
                && Optional.of(problem)
                        .flatMap(Problem::object)
                        .filter(key -> Inventory.isSystem(key.namespace())
                                || (key.namespace().equals("default")
                                        && key.name().equals("kubernetes")))
                        .isPresent();
    }
}
