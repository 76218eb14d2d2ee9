package dev.tulle.mesh.validation;

import dev.tulle.mesh.config.ConfigSnapshot;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.translate.MissingPods;
import dev.tulle.mesh.translate.Translator;
import java.util.List;
import java.util.stream.Stream;

/** Everything that can be said about a set of objects. Pure: the same objects give the same list. */
public final class Analysis {
    private static final List<Analyzer> ANALYZERS =
            List.of(new InjectionState(), new HostNetworks(), new TcpProbes(), new ServiceAccounts());

    private Analysis() {}

    /**
     * The problems of all severities, sorted and each once.
     *
     * @param missing whether Deployments without Pods are offline documents
     */
    public static List<Problem> of(ConfigSnapshot snapshot, String trustDomain, MissingPods missing) {
        var translation = new Translator(trustDomain, missing).translate(snapshot);
        var inventory = new Inventory(snapshot);
        var findings = new Findings();
        ANALYZERS.forEach(analyzer -> analyzer.analyze(inventory, findings));
        return Stream.concat(PortNames.renamed(translation).stream(), findings.problems().stream())
                .filter(problem -> !PortNames.isOfSystem(problem))
                .sorted()
                .distinct()
                .toList();
    }
}
