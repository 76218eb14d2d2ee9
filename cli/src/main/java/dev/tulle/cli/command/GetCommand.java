package dev.tulle.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.Mesh;
import dev.tulle.cli.client.Receipt;
import dev.tulle.cli.client.Wanted;
import dev.tulle.cli.documents.YamlText;
import dev.tulle.mesh.config.ConfigObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is applied, and how far it has come. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Show objects of a running mesh, each with its generation and where it is live.")
public final class GetCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    MeshOption mesh = new MeshOption();

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "virtualservice, vs, ...; all for every kind of the mesh")
    String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "only that one")
    Optional<String> name = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "only objects of that namespace (default: of every namespace)")
    Optional<String> namespace = Optional.empty();

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "objects of every namespace, which is the default")
    boolean allNamespaces;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, yaml or json (default: text)")
    Format format = Format.text;

    /** As it is written on the command line. */
    public enum Format {
        text,
        yaml,
        json
    }

    /**
     * An object.
     *
     * @param receipt empty for a kind that the control plane has none for
     */
    private record Shown(ConfigObject object, Optional<Receipt> receipt) {
        long generation() {
            return receipt.map(Receipt::generation).orElse(object.generation());
        }

        String words() {
            return receipt.map(Receipt::words).orElse("");
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var found = new ArrayList<Shown>();
        try (var asked = mesh.open()) {
            for (var object : asked.find(kind, name, allNamespaces ? Optional.empty() : namespace)) {
                found.add(new Shown(object, receipt(asked, object)));
            }
        }
        if (found.isEmpty() && name.isPresent()) {
            throw new CommandFailure(
                    "no " + kind + " " + namespace.map(value -> value + "/").orElse("") + name.get());
        }
        switch (format) {
            case text -> table(found);
            case yaml -> yaml(found);
            case json -> json(found);
        }
        return 0;
    }

    private static Optional<Receipt> receipt(Mesh asked, ConfigObject object)
            throws IOException, InterruptedException, CommandFailure {
        return asked.hasReceipt(object.key())
                ? Optional.of(asked.receipt(object.key(), Wanted.LATEST, Duration.ZERO))
                : Optional.empty();
    }

    private void table(List<Shown> found) {
        if (found.isEmpty()) {
            System.out.println("no " + kind);
            return;
        }
        var table = new Table("KIND", "NAMESPACE", "NAME", "GENERATION", "STATUS");
        for (var shown : found) {
            var key = shown.object().key();
            table.row(key.kind(), key.namespace(), key.name(), Long.toString(shown.generation()), shown.words());
        }
        table.print(System.out);
    }

    private static void yaml(List<Shown> found) {
        for (var shown : found) {
            System.out.println("---");
            System.out.print(YamlText.of(shown.object(), Map.of()));
            shown.receipt()
                    .ifPresent(receipt ->
                            System.out.println("# generation " + receipt.generation() + ": " + receipt.words()));
        }
    }

    private void json(List<Shown> found) throws IOException {
        var items = new ArrayList<JsonNode>();
        for (var shown : found) {
            if (JSON.readTree(shown.object().json()) instanceof ObjectNode object) {
                shown.receipt().ifPresent(receipt -> object.set("status", receipt.json()));
                items.add(object);
            }
        }
        if (name.isPresent() && items.size() == 1) {
            OutputOption.print(items.getFirst());
            return;
        }
        var list = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(items);
        OutputOption.print(list);
    }
}
