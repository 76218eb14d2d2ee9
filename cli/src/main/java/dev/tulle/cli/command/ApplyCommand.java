package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.documents.Put;
import dev.tulle.cli.documents.ReferenceOrder;
import dev.tulle.cli.documents.Validation;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
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
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    DocumentsOption documents = new DocumentsOption();

    @Mixin
    TimeoutOption timeout = new TimeoutOption();

    @Option(names = "--no-wait", description = "return as soon as the documents are written")
    boolean noWait;

    @Option(names = "--dry-run", description = "check everything, write nothing")
    boolean dryRun;

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        documents.require();
        try (var asked = mesh.open()) {
            return apply(asked);
        }
    }

    private int apply(Mesh asked) throws IOException, InterruptedException, CommandFailure {
        var parsed = documents.read(asked.defaultNamespace());
        var validation = asked.check(parsed);
        if (!output.isJson()) {
            Problems.print(validation.problems(), System.err);
        }
        var refused = validation.refused();
        var puts = new ArrayList<Put>();
        var ordered = parsed.objects().stream()
                .filter(object -> !refused.contains(object.key()))
                .sorted(Comparator.comparing(ConfigObject::key, ReferenceOrder.apply()))
                .toList();
        for (var object : ordered) {
            puts.add(asked.put(object, dryRun ? Put.Mode.DRY_RUN : Put.Mode.WRITE));
        }
        var applied = await(asked, puts);
        report(validation, applied);
        return validation.hasFailures() || !applied.stream().allMatch(Applied::isGood) ? 1 : 0;
    }

    /**
     * What became of one object.
     *
     * @param receipt empty when nobody waits for it, or there is none for its kind
     */
    private record Applied(Put put, Optional<Receipt> receipt) {
        boolean isGood() {
            return put instanceof Put.Stored && receipt.map(Receipt::isGood).orElse(true);
        }
    }

    private List<Applied> await(Mesh asked, List<Put> puts) throws IOException, InterruptedException, CommandFailure {
        var deadline = timeout.deadline();
        var applied = new ArrayList<Applied>();
        try {
            for (var put : puts) {
                applied.add(new Applied(put, receipt(asked, put, deadline)));
            }
        } catch (CommandFailure e) {
            puts.forEach(put -> print(new Applied(put, Optional.empty())));
            throw e;
        }
        return applied;
    }

    private Optional<Receipt> receipt(Mesh asked, Put put, long deadline)
            throws IOException, InterruptedException, CommandFailure {
        return switch (put) {
            case Put.Stored(var object, var change)
            when !noWait && !dryRun && asked.hasReceipt(object.key()) -> Optional.of(asked.receiptOf(object, deadline));
            case Put.Stored stored -> Optional.empty();
            case Put.Refused refused -> Optional.empty();
        };
    }

    private void report(Validation validation, List<Applied> applied) {
        if (!output.isJson()) {
            applied.forEach(this::print);
            return;
        }
        var json = JsonNodeFactory.instance.objectNode();
        var receipts = json.putArray("receipts");
        applied.forEach(each -> each.receipt().ifPresent(receipt -> receipts.add(receipt.json())));
        var refusals = json.putArray("refused");
        for (var each : applied) {
            if (each.put() instanceof Put.Refused(var object, var reason)) {
                refusals.addObject().put("object", object.key().toString()).put("reason", reason);
            }
        }
        json.set("problems", Problems.json(validation.problems()));
        OutputOption.print(json);
    }

    private void print(Applied applied) {
        switch (applied.put()) {
            case Put.Refused(var object, var reason) ->
                System.err.println("error: " + object.origin() + ": " + object.key() + ": " + reason);
            case Put.Stored(var object, var change) -> {
                var unchanged = change == Put.Change.NONE ? " (unchanged)" : "";
                applied.receipt()
                        .ifPresentOrElse(
                                receipt -> print(receipt, unchanged),
                                () -> System.out.println(object.key().name() + " " + words(change)));
            }
        }
    }

    private String words(Put.Change change) {
        return (dryRun ? "would be " : "")
                + switch (change) {
                    case CREATED -> "created";
                    case CHANGED -> "changed";
                    case NONE -> "unchanged";
                };
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
