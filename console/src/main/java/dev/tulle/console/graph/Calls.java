package dev.tulle.console.graph;

import dev.tulle.console.prometheus.Question;
import dev.tulle.console.prometheus.Sample;
import dev.tulle.console.prometheus.TrafficAnswers;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * First step: one line per call out of what two proxies report. The caller's report counts, since it also knows of requests that
 * reached nobody; the called proxy's report counts where the caller has no proxy, and it alone knows whether TLS was mutual.
 */
final class Calls {
    private Calls() {}

    static NavigableMap<Call, Traffic> merge(TrafficAnswers answers) {
        var bySource = reports(answers, "source");
        var byDestination = reports(answers, "destination");
        var reported = new HashSet<Call>();
        bySource.keySet().forEach(call -> reported.add(call.withoutService()));
        var seen = new TreeMap<Call, Traffic.Security>();
        byDestination.forEach(
                (call, traffic) -> seen.merge(call.withoutService(), traffic.security(), Traffic.Security::plus));
        var merged = new TreeMap<Call, Traffic>();
        bySource.forEach((call, traffic) ->
                merged.put(call, traffic.with(seen.getOrDefault(call.withoutService(), Traffic.Security.UNSEEN))));
        byDestination.forEach((call, traffic) -> {
            if (!reported.contains(call.withoutService())) {
                merged.put(call, traffic);
            }
        });
        return merged;
    }

    private static NavigableMap<Call, Traffic> reports(TrafficAnswers answers, String reporter) {
        var calls = new TreeMap<Call, Traffic>();
        for (var question : Question.values()) {
            for (var sample : answers.of(question)) {
                if (question != Question.DURATIONS && sample.label("reporter").equals(reporter)) {
                    calls.merge(call(sample, question), traffic(sample, question), Traffic::plus);
                }
            }
        }
        durations(answers, reporter)
                .forEach(
                        (call, buckets) -> calls.merge(call, Traffic.NONE.with(new Histogram(buckets)), Traffic::plus));
        return calls;
    }

    /** Collected first: there are as many samples as calls have buckets, and a sum of histograms copies both. */
    private static NavigableMap<Call, NavigableMap<Double, Double>> durations(TrafficAnswers answers, String reporter) {
        var histograms = new TreeMap<Call, NavigableMap<Double, Double>>();
        for (var sample : answers.of(Question.DURATIONS)) {
            if (sample.label("reporter").equals(reporter)) {
                histograms
                        .computeIfAbsent(call(sample, Question.DURATIONS), none -> new TreeMap<>())
                        .merge(bound(sample), sample.value(), Double::sum);
            }
        }
        return histograms;
    }

    private static Call call(Sample sample, Question question) {
        var protocol =
                switch (question) {
                    case TCP_SENT, TCP_RECEIVED, TCP_OPENED -> Protocol.TCP;
                    case REQUESTS, DURATIONS, REQUEST_BYTES, RESPONSE_BYTES ->
                        Protocol.of(sample.label("request_protocol"));
                };
        return new Call(Peer.of(sample, "source"), ServiceName.of(sample), Peer.of(sample, "destination"), protocol);
    }

    private static Traffic traffic(Sample sample, Question question) {
        var outcomes = new TreeMap<Outcome, Double>();
        var bytes = Traffic.Bytes.NONE;
        var security = Traffic.Security.UNSEEN;
        var value = sample.value();
        switch (question) {
            case REQUESTS -> {
                outcomes.put(outcome(sample), value);
                security = security(sample);
            }
            case DURATIONS -> throw new IllegalArgumentException("buckets are collected apart");
            case REQUEST_BYTES -> bytes = new Traffic.Bytes(value, 0, 0, 0, 0);
            case RESPONSE_BYTES -> bytes = new Traffic.Bytes(0, value, 0, 0, 0);
            case TCP_SENT -> {
                bytes = new Traffic.Bytes(0, 0, value, 0, 0);
                security = security(sample);
            }
            case TCP_RECEIVED -> bytes = new Traffic.Bytes(0, 0, 0, value, 0);
            case TCP_OPENED -> bytes = new Traffic.Bytes(0, 0, 0, 0, value);
        }
        var host = sample.label("destination_service");
        NavigableSet<String> hosts = new TreeSet<>();
        if (!host.isEmpty() && !host.equals(Peer.UNKNOWN)) {
            hosts.add(host);
        }
        return new Traffic(outcomes, Histogram.EMPTY, bytes, security, hosts);
    }

    private static Outcome outcome(Sample sample) {
        var flags = sample.label("response_flags");
        var grpc = sample.label("grpc_response_status");
        return new Outcome(
                Outcome.codeOf(sample.label("response_code")),
                grpc.equals(Peer.UNKNOWN) || grpc.equals("-") ? "" : grpc,
                flags.isEmpty() ? "-" : flags);
    }

    private static double bound(Sample sample) {
        var text = sample.label("le");
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** An idle connection counts a little, so that its lock stays. */
    private static Traffic.Security security(Sample sample) {
        var weight = Math.max(sample.value(), 1e-9);
        var policy = sample.label("connection_security_policy");
        var mutual = policy.equals("mutual_tls") ? weight : 0;
        var plain = policy.equals("none") ? weight : 0;
        return new Traffic.Security(
                mutual, plain, principals(sample, "source_principal"), principals(sample, "destination_principal"));
    }

    private static NavigableSet<String> principals(Sample sample, String label) {
        var value = sample.label(label);
        var set = new TreeSet<String>();
        if (!value.isEmpty() && !value.equals(Peer.UNKNOWN)) {
            set.add(value);
        }
        return set;
    }
}
