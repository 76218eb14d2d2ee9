package dev.tulle.console.graph;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What passed, per second. Sums are traffic again.
 *
 * @param outcomes requests per second by how they ended
 * @param durations of requests
 * @param bytes of requests, responses and connections
 * @param security how much of it was seen to be mutual TLS
 * @param hosts the services it was meant for
 */
record Traffic(
        NavigableMap<Outcome, Double> outcomes,
        Histogram durations,
        Bytes bytes,
        Security security,
        NavigableSet<String> hosts) {
    static final Traffic NONE =
            new Traffic(new TreeMap<>(), Histogram.EMPTY, Bytes.NONE, Security.UNSEEN, new TreeSet<>());

    /**
     * All per second.
     *
     * @param request bytes of requests
     * @param response bytes of responses
     * @param sent bytes of connections towards the client
     * @param received bytes of connections from the client
     * @param connections opened
     */
    record Bytes(double request, double response, double sent, double received, double connections) {
        static final Bytes NONE = new Bytes(0, 0, 0, 0, 0);

        Bytes plus(Bytes other) {
            return new Bytes(
                    request + other.request,
                    response + other.response,
                    sent + other.sent,
                    received + other.received,
                    connections + other.connections);
        }
    }

    /**
     * What receiving proxies say of the connections.
     *
     * @param mutualTls per second over mutual TLS
     * @param plain per second in plain text
     * @param sources SPIFFE IDs of the callers
     * @param destinations SPIFFE IDs of the called
     */
    record Security(double mutualTls, double plain, NavigableSet<String> sources, NavigableSet<String> destinations) {
        static final Security UNSEEN = new Security(0, 0, new TreeSet<>(), new TreeSet<>());

        Security {
            sources = Collections.unmodifiableNavigableSet(new TreeSet<>(sources));
            destinations = Collections.unmodifiableNavigableSet(new TreeSet<>(destinations));
        }

        Security plus(Security other) {
            return new Security(
                    mutualTls + other.mutualTls,
                    plain + other.plain,
                    union(sources, other.sources),
                    union(destinations, other.destinations));
        }
    }

    Traffic {
        outcomes = Collections.unmodifiableNavigableMap(new TreeMap<>(outcomes));
        hosts = Collections.unmodifiableNavigableSet(new TreeSet<>(hosts));
    }

    Traffic plus(Traffic other) {
        var sum = new TreeMap<>(outcomes);
        other.outcomes.forEach((outcome, rate) -> sum.merge(outcome, rate, Double::sum));
        return new Traffic(
                sum,
                durations.plus(other.durations),
                bytes.plus(other.bytes),
                security.plus(other.security),
                union(hosts, other.hosts));
    }

    Traffic with(Histogram other) {
        return new Traffic(outcomes, other, bytes, security, hosts);
    }

    Traffic with(Security seen) {
        return new Traffic(outcomes, durations, bytes, seen, hosts);
    }

    /** Requests per second. */
    double rate() {
        return outcomes.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Whether anything passed at all. */
    boolean isIdle() {
        return rate() <= 0 && bytes.sent() <= 0 && bytes.received() <= 0 && bytes.connections() <= 0;
    }

    private static NavigableSet<String> union(NavigableSet<String> one, NavigableSet<String> other) {
        var union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }
}
