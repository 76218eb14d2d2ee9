package dev.tulle.controlplane.push;

import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.config.Problem;
import dev.tulle.mesh.xds.EncodedResource;
import dev.tulle.mesh.xds.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Writes receipts from the ledger, and keeps those who ask waiting until there is something to say.
 *
 * <p>Thread: {@link #ask} may be called from any thread, the others only from the push loop.
 */
final class ReceiptDesk {
    private final PushLoop loop;
    private final Ledger ledger;
    private final Collection<ProxyConnection> connections;
    private final List<Question> questions = new ArrayList<>();
    private final IdentityHashMap<NavigableMap<String, EncodedResource>, Set<ConfigKey>> sources =
            new IdentityHashMap<>();
    private List<Problem> problems = List.of();
    private String heldBy = "";

    private record Question(ConfigKey key, ObjectForm form, CompletableFuture<Receipt> answer) {}

    /** @param connections a view that is always current */
    ReceiptDesk(PushLoop loop, Ledger ledger, Collection<ProxyConnection> connections) {
        this.loop = loop;
        this.ledger = ledger;
        this.connections = connections;
    }

    CompletableFuture<Receipt> ask(ConfigKey key, ObjectForm form, Duration wait) {
        var question = new Question(key, form, new CompletableFuture<>());
        loop.post(() -> {
            var receipt = receipt(key, form);
            if (decided(receipt) || !wait.isPositive()) {
                question.answer().complete(receipt);
                return;
            }
            questions.add(question);
            loop.schedule(wait, () -> {
                if (questions.remove(question)) {
                    question.answer().complete(receipt(key, form));
                }
            });
        });
        return question.answer();
    }

    /** As it stands. */
    Receipt now(ConfigKey key) {
        return receipt(key, ObjectForm.LATEST);
    }

    /** A new model is in force. */
    void configured(List<Problem> current) {
        problems = current;
        sources.clear();
        moved();
    }

    /** Why some objects are not live whoever has ACKed them. */
    void held(String words) {
        heldBy = words;
    }

    /** A proxy came, went or answered. */
    void moved() {
        if (questions.isEmpty()) {
            return;
        }
        for (var question : List.copyOf(questions)) {
            var receipt = receipt(question.key(), question.form());
            if (decided(receipt)) {
                questions.remove(question);
                question.answer().complete(receipt);
            }
        }
    }

    private static boolean decided(Receipt receipt) {
        return switch (receipt.state()) {
            case LIVE, REFUSED, DELETED -> true;
            case PENDING, UNKNOWN -> false;
        };
    }

    private Receipt receipt(ConfigKey key, ObjectForm form) {
        var own = new ArrayList<>(problems);
        own.addAll(ledger.refusals());
        own.removeIf(problem -> !problem.object().equals(Optional.of(key)));
        var entry = ledger.entry(key)
                .filter(found -> found.fate() == LedgerEntry.Fate.DELETED || form.isThatOf(found.object()));
        if (entry.isEmpty()) {
            return unseen(key, own);
        }
        return receipt(key, entry.get(), own);
    }

    /** Not the form asked for: it is on its way, or it stands second to another of that name. */
    private Receipt unseen(ConfigKey key, List<Problem> own) {
        var words =
                ledger.entry(key).isPresent() ? "this form of the object was not seen yet" : "the object was not seen";
        return new Receipt(key, 0, Receipt.State.UNKNOWN, 0, 0, Optional.empty(), words, List.of(), own);
    }

    private Receipt receipt(ConfigKey key, LedgerEntry entry, List<Problem> own) {
        var holders = 0;
        var lagging = 0;
        var refusing = 0;
        for (var connection : connections) {
            if (holds(connection, key)) {
                holders++;
                if (entry.nacks().containsKey(connection.toString())) {
                    refusing++;
                } else if (entry.waiting().containsKey(connection) || lags(connection, key)) {
                    lagging++;
                }
            }
        }
        var nacks = entry.nacks().entrySet().stream()
                .map(nack -> new Receipt.Nack(nack.getKey(), nack.getValue()))
                .toList();
        var refused = own.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        var state = state(entry, refused || !nacks.isEmpty(), lagging);
        var time = entry.took().map(Duration::ofNanos).filter(took -> decided(state));
        var live = state == Receipt.State.REFUSED && nacks.isEmpty() ? 0 : holders - lagging - refusing;
        var reason = reason(entry, state, holders, lagging);
        return new Receipt(key, entry.object().generation(), state, live, holders, time, reason, nacks, own);
    }

    private static boolean decided(Receipt.State state) {
        return state != Receipt.State.PENDING;
    }

    private static Receipt.State state(LedgerEntry entry, boolean refused, int lagging) {
        if (refused && entry.fate() == LedgerEntry.Fate.PRESENT) {
            return Receipt.State.REFUSED;
        }
        if (entry.held() || lagging > 0 || !entry.waiting().isEmpty()) {
            return Receipt.State.PENDING;
        }
        return switch (entry.fate()) {
            case PRESENT -> Receipt.State.LIVE;
            case DELETED -> Receipt.State.DELETED;
        };
    }

    private String reason(LedgerEntry entry, Receipt.State state, int holders, int lagging) {
        return switch (state) {
            case PENDING ->
                entry.held()
                        ? heldBy
                        : "waits for " + Math.max(lagging, entry.waiting().size()) + " of "
                                + Math.max(holders, entry.waiting().size()) + " proxies";
            case REFUSED -> "refused: its last good form stays in force";
            case UNKNOWN, DELETED -> "";
            case LIVE -> holders > 0 ? "" : nowhere(entry.object().key().kind());
        };
    }

    private String nowhere(String kind) {
        if (connections.isEmpty()) {
            return "affects no proxy: no proxy is connected";
        }
        return switch (kind) {
            case "VirtualService", "DestinationRule" -> "affects no proxy: no connected workload calls its host";
            case "PeerAuthentication" -> "affects no proxy: no connected workload is in its scope";
            case "Gateway" -> "affects no proxy: its selector selects no connected gateway";
            case "Deployment", "Namespace", "ServiceAccount", "ConfigMap" ->
                "affects no proxy: proxies see pods and services, not a " + kind;
            default -> "affects no proxy: no connected workload needs it";
        };
    }

    private static boolean lags(ProxyConnection connection, ConfigKey key) {
        for (var type : ResourceType.values()) {
            if (connection.subscription(type).lags(key)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(ProxyConnection connection, ConfigKey key) {
        for (var type : ResourceType.values()) {
            var subscription = connection.subscription(type);
            if (subscription.active() && sourcesOf(subscription.target()).contains(key)) {
                return true;
            }
        }
        return false;
    }

    private Set<ConfigKey> sourcesOf(NavigableMap<String, EncodedResource> resources) {
        return sources.computeIfAbsent(resources, map -> {
            var keys = new HashSet<ConfigKey>();
            map.values().forEach(resource -> keys.addAll(resource.sources()));
            return keys;
        });
    }
}
