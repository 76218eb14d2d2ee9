package dev.tulle.cli.command;

import dev.tulle.cli.CommandFailure;
import dev.tulle.cli.client.RunningMesh;
import dev.tulle.cli.state.MeshStatus.Address;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where the pages of a running mesh are. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = "Print the addresses of a running mesh, or open one of them in the browser.")
public final class DashboardCommand implements Callable<Integer> {
    @Mixin
    StateOption state = new StateOption();

    @Mixin
    OutputOption output = new OutputOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "prometheus, zipkin, gateway, control-plane, or a proxy's name")
    Optional<String> part = Optional.empty();

    @Option(names = "--open", description = "open it with xdg-open")
    boolean open;

    @Override
    public Integer call() throws IOException, InterruptedException, CommandFailure {
        var status = RunningMesh.find(state.directory()).status();
        var addresses = part.isEmpty() ? status.addresses() : find(status.addresses(), part.get());
        if (output.isJson()) {
            OutputOption.print(status.json().path("addresses"));
        } else if (part.isPresent()) {
            addresses.forEach(address -> System.out.println(address.url()));
        } else {
            var table = new Table("PART", "ADDRESS");
            addresses.forEach(address -> table.row(address.part(), address.url()));
            table.print(System.out);
        }
        return open ? open(addresses.getFirst().url()) : 0;
    }

    private static List<Address> find(List<Address> addresses, String wanted) throws CommandFailure {
        var found = addresses.stream()
                .filter(address -> name(address.part()).startsWith(name(wanted)))
                .toList();
        if (found.isEmpty()) {
            throw new CommandFailure("no part " + wanted + ", expected one of: "
                    + addresses.stream().map(address -> name(address.part())).collect(Collectors.joining(", ")));
        }
        return found.subList(0, 1);
    }

    private static String name(String part) {
        return part.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private static int open(String url) throws InterruptedException, CommandFailure {
        try {
            return new ProcessBuilder("xdg-open", url).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new CommandFailure("cannot run xdg-open; open " + url + " yourself");
        }
    }
}
