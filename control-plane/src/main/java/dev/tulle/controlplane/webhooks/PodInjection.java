package dev.tulle.controlplane.webhooks;

import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.injection.Injection;
import dev.tulle.mesh.injection.Injector;
import dev.tulle.mesh.injection.PodContext;
import dev.tulle.mesh.injection.Selection;
import dev.tulle.mesh.injection.WorkloadDocuments;
import java.util.Map;

/** Answers for pods: with the proxy in them. */
final class PodInjection implements Review {
    /** The API server has matched the namespace's labels, which may be newer than what the informers know. */
    private static final Map<String, String> MATCHED = Map.of(Selection.NAMESPACE_LABEL, "enabled");

    private final InjectionFile settings;

    PodInjection(InjectionFile settings) {
        this.settings = settings;
    }

    @Override
    public AdmissionAnswer answer(AdmissionRequest request) {
        return request.object().map(pod -> inject(pod, request.namespace())).orElseGet(AdmissionAnswer::unchanged);
    }

    private AdmissionAnswer inject(Mapping pod, String namespace) {
        var context = new PodContext(namespace, MATCHED, WorkloadDocuments.workloadOf(pod));
        return switch (new Injector(settings.current()).inject(pod, context)) {
            case Injection.Injected(var injected, var capture, var notes) ->
                new AdmissionAnswer.Allowed(JsonPatch.between(pod, injected), notes);
            case Injection.Skipped ignored -> AdmissionAnswer.unchanged();
            case Injection.Refused(var problems) -> new AdmissionAnswer.Denied(String.join("\n", problems));
        };
    }
}
