package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.kubernetes.ResourceWatch.Selection;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.ConfigNode;
import dev.tulle.mesh.config.ConfigNode.Mapping;
import dev.tulle.mesh.config.ConfigNode.Sequence;
import dev.tulle.mesh.config.ConfigNode.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which Secrets the mesh may see: those that a Gateway names, in the namespaces of the pods it selects, and with the suffix
 * {@value #AUTHORITIES} those that check clients. No other Secret is ever read.
 * Source: Istio Gateway, servers[].tls.credentialName.
 */
final class GatewaySecrets {
    private static final String AUTHORITIES = "-cacert";

    private GatewaySecrets() {}

    /** Whether a change of that object can be a change of the answer. */
    static boolean dependOn(ConfigKey key) {
        return key.kind().equals("Pod") || isGateway(key);
    }

    private static boolean isGateway(ConfigKey key) {
        return key.kind().equals("Gateway") && key.group().equals("networking.istio.io");
    }

    static Set<Selection> of(ClusterObjects objects) {
        var named = new HashMap<Map<String, String>, Set<String>>();
        objects.ofKind("Gateway").filter(gateway -> isGateway(gateway.key())).forEach(gateway -> {
            var spec = field(gateway.root(), "spec");
            var names = credentialNames(spec);
            if (!names.isEmpty()) {
                named.computeIfAbsent(texts(field(spec, "selector")), key -> new TreeSet<>())
                        .addAll(names);
            }
        });
        var selections = new HashSet<Selection>();
        named.forEach((selector, names) -> objects.ofKind("Pod")
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .map(pod -> pod.key().namespace())
                .distinct()
                .forEach(namespace -> names.forEach(name -> {
                    selections.add(secret(namespace, name));
                    selections.add(secret(namespace, name + AUTHORITIES));
                })));
        return selections;
    }

    private static Selection secret(String namespace, String name) {
        return new Selection(ApiResource.SECRET, Optional.of(namespace), Optional.of(name));
    }

    private static Set<String> credentialNames(Optional<ConfigNode> spec) {
        var names = new TreeSet<String>();
        for (var server : items(field(spec, "servers"))) {
            field(field(Optional.of(server), "tls"), "credentialName")
                    .filter(Text.class::isInstance)
                    .map(node -> ((Text) node).value())
                    .filter(name -> !name.isEmpty())
                    .ifPresent(names::add);
        }
        return names;
    }

    private static Optional<ConfigNode> field(Optional<ConfigNode> parent, String name) {
        return parent.flatMap(node -> node instanceof Mapping mapping ? field(mapping, name) : Optional.empty());
    }

    private static Optional<ConfigNode> field(Mapping mapping, String name) {
        return Optional.ofNullable(mapping.fields().get(name)).map(ConfigNode.Field::value);
    }

    private static List<ConfigNode> items(Optional<ConfigNode> list) {
        return list.isPresent() && list.get() instanceof Sequence sequence ? sequence.items() : List.of();
    }

    private static Map<String, String> texts(Optional<ConfigNode> node) {
        var texts = new HashMap<String, String>();
        if (node.isPresent() && node.get() instanceof Mapping mapping) {
            mapping.fields().forEach((name, field) -> {
                if (field.value() instanceof Text text) {
                    texts.put(name, text.value());
                }
            });
        }
        return texts;
    }
}
