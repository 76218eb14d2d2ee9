package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.Wanted;
import dev.tulle.cli.documents.ReferenceOrder;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes objects out of a running mesh. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Delete objects: all of a file's, or one by its kind and name; waits until the proxies have let go of"
                    + " them.",
            "Exit code 1 when one of them was not there."
        })
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    MeshOption mesh = new MeshOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    DocumentsOption documents = new DocumentsOption();

    @Parameters(arity = "0..2", paramLabel = "KIND NAME", description = "as in `tulle delete virtualservice reviews`")
    List<String> object = List.of();

    @Mixin
    TimeoutOption timeout = new TimeoutOption();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        if (documents.isEmpty() == object.isEmpty() || object.size() == 1) {
            throw new ParameterException(spec.commandLine(), "expected -f FILE, or KIND NAME");
        }
        try (var asked = mesh.open()) {
            return delete(asked);
        }
    }

    private int delete(Mesh asked) throws IOException, InterruptedException, CommandFailure {
        var missing = new ArrayList<String>();
        var removed = new ArrayList<ConfigKey>();
        for (var key : keys(asked).stream().sorted(ReferenceOrder.delete()).toList()) {
            if (asked.remove(key)) {
                removed.add(key);
            } else {
                missing.add(key.toString());
            }
        }
        var receipts = new ArrayList<Receipt>();
        var unwatched = new ArrayList<ConfigKey>();
        for (var key : removed) {
            if (asked.hasReceipt(key)) {
                receipts.add(asked.receipt(key, Wanted.GONE, timeout.limit()));
            } else {
                unwatched.add(key);
            }
        }
        if (!output.isJson()) {
            unwatched.forEach(key -> System.out.println(key.name() + " deleted"));
        }
        report(receipts, missing);
        var gone = receipts.stream().allMatch(receipt -> receipt.reach().state() == Receipt.State.DELETED);
        return missing.isEmpty() && gone ? 0 : 1;
    }

    private List<ConfigKey> keys(Mesh asked) throws IOException, InterruptedException, CommandFailure {
        if (!documents.isEmpty()) {
            var parsed = documents.read(asked.defaultNamespace());
            Problems.print(parsed.problems(), System.err);
            return parsed.objects().stream().map(ConfigObject::key).toList();
        }
        var namespace = documents.namespace.or(asked.defaultNamespace());
        var keys = asked.find(object.getFirst(), Optional.of(object.getLast()), Optional.of(namespace)).stream()
                .map(ConfigObject::key)
                .toList();
        if (keys.isEmpty()) {
            throw new CommandFailure("no " + object.getFirst() + " " + namespace + "/" + object.getLast());
        }
        return keys;
    }

    private void report(List<Receipt> receipts, List<String> missing) {
        if (output.isJson()) {
            var json = JsonNodeFactory.instance.objectNode();
            var all = json.putArray("receipts");
            receipts.forEach(receipt -> all.add(receipt.json()));
            var absent = json.putArray("missing");
            missing.forEach(absent::add);
            OutputOption.print(json);
            return;
        }
        receipts.forEach(receipt -> System.out.println(receipt.name() + " " + receipt.words()));
        missing.forEach(key -> System.err.println("tulle: no " + key));
    }
}
