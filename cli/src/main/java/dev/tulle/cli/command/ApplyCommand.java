package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.RunningMesh;
import dev.tulle.cli.documents.ConfigStore;
import dev.tulle.cli.documents.ConfigStore.Stored;
import dev.tulle.cli.documents.ReferenceOrder;
import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.cli.documents.Validation;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts objects into a running mesh and says when every proxy has them. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Check documents together with all that is applied, put them into the mesh, and wait until the proxies have them.",
            "A document with an error is refused; the others are applied. Exit code 1 when one was refused or is not live."
        })
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON documents")
    List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "of objects that name none (default: ${DEFAULT-VALUE})")
    String namespace = "default";

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "how long to wait for the proxies (default: ${DEFAULT-VALUE})")
    int timeoutSeconds;

    @Option(names = "--no-wait", description = "return as soon as the documents are written")
    boolean noWait;

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var mesh = RunningMesh.find(state.directory());
        var documents = UserDocuments.read(files, namespace, System.in);
        var store = ConfigStore.open(mesh.state());
        var existing = new ArrayList<>(store.objects().values());
        existing.addAll(ConfigStore.pods(mesh.state()));
        var validation = Validation.of(documents, existing, "cluster.local");
        if (!output.isJson()) {
            Problems.print(validation.problems(), System.err);
        }
        var refused = validation.refused();
        var stored = new ArrayList<Stored>();
        var ordered = documents.objects().stream()
                .sorted(Comparator.comparing(ConfigObject::key, ReferenceOrder.apply()))
                .toList();
        for (var object : ordered) {
            if (!refused.contains(object.key())) {
                stored.add(store.put(object, Instant.now()));
            }
        }
        var applied = applied(mesh, stored);
        report(validation, applied);
        return validation.hasFailures() || !applied.stream().allMatch(Applied::isGood) ? 1 : 0;
    }

    /**
     * What became of one object.
     *
     * @param receipt empty when nobody waits for it
     */
    private record Applied(Stored stored, Optional<Receipt> receipt) {
        boolean isGood() {
            return receipt.map(Receipt::isGood).orElse(true);
        }
    }

    private List<Applied> applied(RunningMesh mesh, List<Stored> stored)
            throws IOException, InterruptedException, CommandFailure {
        var deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
        var applied = new ArrayList<Applied>();
        for (var each : stored) {
            var object = each.object();
            applied.add(new Applied(each, noWait ? Optional.empty() : Optional.of(mesh.receiptOf(object, deadline))));
        }
        return applied;
    }

    private void report(Validation validation, List<Applied> applied) {
        if (!output.isJson()) {
            applied.forEach(ApplyCommand::print);
            return;
        }
        var json = JsonNodeFactory.instance.objectNode();
        var receipts = json.putArray("receipts");
        applied.forEach(each -> each.receipt().ifPresent(receipt -> receipts.add(receipt.json())));
        json.set("problems", Problems.json(validation.problems()));
        OutputOption.print(json);
    }

    private static void print(Applied applied) {
        var unchanged = applied.stored().change() == ConfigStore.Change.NONE;
        applied.receipt()
                .ifPresentOrElse(
                        receipt -> print(receipt, unchanged ? " (unchanged)" : ""),
                        () -> System.out.println(
                                applied.stored().object().key().name() + (unchanged ? " unchanged" : " written")));
    }

    /** {@code servicec-route generation 3: live on 5 of 5 proxies in 14 ms}. */
    static void print(Receipt receipt, String remark) {
        System.out.println(receipt.name() + " generation " + receipt.generation() + remark + ": " + receipt.words());
        receipt.refusals().forEach(refusal -> System.out.println("  refused by " + refusal));
        if (!receipt.isGood()) {
            receipt.problems().forEach(problem -> System.out.println("  " + problem));
        }
    }
}
