package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.RunningMesh;
import dev.tulle.cli.documents.ConfigStore;
import dev.tulle.cli.documents.KindNames;
import dev.tulle.cli.documents.ReferenceOrder;
import dev.tulle.cli.documents.UserDocuments;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes objects out of a running mesh. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Delete objects: all of a file's, or one by its kind and name; waits until the proxies have let go of them.",
            "Exit code 1 when one of them was not there."
        })
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Option(
            names = {"-f", "--filename"},
            arity = "1..*",
            paramLabel = "FILE|DIR|-",
            description = "YAML or JSON documents; their kinds and names say what to delete")
    List<String> files = List.of();

    @Option(
            names = {"-n", "--namespace"},
            defaultValue = "default",
            paramLabel = "NAMESPACE",
            description = "of objects that name none (default: ${DEFAULT-VALUE})")
    String namespace = "default";

    @Parameters(arity = "0..2", paramLabel = "KIND NAME", description = "as in `tulle delete virtualservice reviews`")
    List<String> object = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "how long to wait for the proxies (default: ${DEFAULT-VALUE})")
    int timeoutSeconds;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        if (files.isEmpty() == object.isEmpty() || object.size() == 1) {
            throw new ParameterException(spec.commandLine(), "expected -f FILE, or KIND NAME");
        }
        var mesh = RunningMesh.find(state.directory());
        var store = ConfigStore.open(mesh.state());
        var missing = new ArrayList<String>();
        var removed = new ArrayList<ConfigKey>();
        for (var key : keys(store).stream().sorted(ReferenceOrder.delete()).toList()) {
            if (store.remove(key)) {
                removed.add(key);
            } else {
                missing.add(key.toString());
            }
        }
        var receipts = new ArrayList<Receipt>();
        for (var key : removed) {
            receipts.add(awaitDeletion(mesh, key));
        }
        report(receipts, missing);
        var gone = receipts.stream().allMatch(receipt -> receipt.reach().state() == Receipt.State.DELETED);
        return missing.isEmpty() && gone ? 0 : 1;
    }

    private List<ConfigKey> keys(ConfigStore store) throws IOException, CommandFailure {
        if (!files.isEmpty()) {
            var documents = UserDocuments.read(files, namespace, System.in);
            Problems.print(documents.problems(), System.err);
            return documents.objects().stream().map(ConfigObject::key).toList();
        }
        var keys = store.objects().sequencedKeySet().stream()
                .filter(key -> KindNames.matches(object.getFirst(), key))
                .filter(key -> key.name().equals(object.getLast()))
                .filter(key -> key.namespace().isEmpty() || key.namespace().equals(namespace))
                .toList();
        if (keys.isEmpty()) {
            throw new CommandFailure("no " + object.getFirst() + " " + namespace + "/" + object.getLast());
        }
        return keys;
    }

    /** No object has this digest: the answer waits until the object is gone. */
    private Receipt awaitDeletion(RunningMesh mesh, ConfigKey key)
            throws IOException, InterruptedException, CommandFailure {
        return mesh.receipt(key, Optional.of("none"), Duration.ofSeconds(timeoutSeconds));
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
