package dev.tulle.controlplane.kubernetes;

import dev.tulle.controlplane.kubernetes.ResourceWatch.Selection;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The CA bundles of the two webhook configurations, so that the API server believes the webhooks' certificate. A configuration
 * that is not there is not made.
 *
 * <p>Thread: begins and ends on the executor.
 */
final class WebhookBundles implements Leadership.Duty {
    private static final Logger LOG = Logger.getLogger(WebhookBundles.class);

    private final KubernetesClient client;
    private final Supplier<String> roots;
    private final Upkeep upkeep;
    private final Map<Selection, List<Webhook>> there = new ConcurrentHashMap<>();
    private final List<ResourceWatch> watches = new ArrayList<>();

    /** One of a configuration's webhooks, as far as it matters. */
    private record Webhook(String name, String bundle) {}

    /** @param roots PEM, as they are now */
    WebhookBundles(KubernetesClient client, ScheduledExecutorService executor, Supplier<String> roots) {
        this.client = client;
        this.roots = roots;
        this.upkeep = new Upkeep("writing CA bundles of webhooks", executor, this::write);
    }

    @Override
    public void begin() {
        watch(ApiResource.MUTATING_WEBHOOKS, "istio-sidecar-injector");
        watch(ApiResource.VALIDATING_WEBHOOKS, "istio-validator-istio-system");
    }

    private void watch(ApiResource resource, String name) {
        var selection = new Selection(resource, Optional.empty(), Optional.of(name));
        var watch = new ResourceWatch(client, selection, new LeanStore.Listener() {
            @Override
            public void seen(GenericKubernetesResource object) {
                there.put(selection, webhooks(object));
                upkeep.wake();
            }

            @Override
            public void gone(GenericKubernetesResource object) {
                there.remove(selection);
            }
        });
        watches.add(watch);
        watch.start(upkeep::wake);
    }

    private static List<Webhook> webhooks(GenericKubernetesResource configuration) {
        List<Map<String, Object>> webhooks = configuration.get("webhooks");
        return Optional.ofNullable(webhooks).orElse(List.of()).stream()
                .map(webhook -> {
                    var bundle = webhook.get("clientConfig") instanceof Map<?, ?> client
                            ? Optional.<Object>ofNullable(client.get("caBundle"))
                            : Optional.empty();
                    return new Webhook(
                            String.valueOf(webhook.get("name")),
                            bundle.map(Object::toString).orElse(""));
                })
                .toList();
    }

    @Override
    public void end() {
        watches.forEach(ResourceWatch::close);
        watches.clear();
        there.clear();
    }

    /** The roots may be others now. */
    void renewed() {
        upkeep.wake();
    }

    private void write() {
        var wanted = Base64.getEncoder().encodeToString(roots.get().getBytes(StandardCharsets.US_ASCII));
        new TreeMap<>(byName()).forEach((name, selection) -> write(selection, wanted));
    }

    private Map<String, Selection> byName() {
        var byName = new TreeMap<String, Selection>();
        there.keySet().forEach(selection -> byName.put(selection.name().orElseThrow(), selection));
        return byName;
    }

    private void write(Selection selection, String wanted) {
        var webhooks = there.getOrDefault(selection, List.of());
        var operations = new ArrayList<String>();
        for (var i = 0; i < webhooks.size(); i++) {
            if (!webhooks.get(i).bundle().equals(wanted)) {
                // Whoever changed the order meanwhile makes the patch fail, and the next event has the new order.
                operations.add("""
                        {"op":"test","path":"/webhooks/%1$d/name","value":"%2$s"},\
                        {"op":"add","path":"/webhooks/%1$d/clientConfig/caBundle","value":"%3$s"}""".formatted(i, webhooks.get(i).name(), wanted));
            }
        }
        if (!operations.isEmpty()) {
            client.genericKubernetesResources(selection.resource().context())
                    .withName(selection.name().orElseThrow())
                    .patch(PatchContext.of(PatchType.JSON), "[" + String.join(",", operations) + "]");
            there.put(
                    selection,
                    webhooks.stream()
                            .map(webhook -> new Webhook(webhook.name(), wanted))
                            .toList());
            LOG.infof("wrote the CA bundle of %s", selection);
        }
    }
}
