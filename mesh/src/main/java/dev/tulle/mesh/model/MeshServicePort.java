package dev.tulle.mesh.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One port of a service.
 *
 * @param name the port's name, empty when it has none
 * @param number the service's port, 1 to 65535
 * @param protocol what is spoken there
 * @param policy in force for the whole service on this port, merged field by field
 * @param subsetPolicies for every subset of the service: the policy above with the subset's own fields over it
 * @param rules how sidecars route requests to this port, in order of precedence; empty: straight to the service
 */
public record MeshServicePort(
        String name,
        int number,
        Protocol protocol,
        TrafficPolicy policy,
        SortedMap<SubsetName, TrafficPolicy> subsetPolicies,
        List<RouteRule> rules) {
    public MeshServicePort {
        Ports.check("number", number);
        subsetPolicies = Collections.unmodifiableSortedMap(new TreeMap<>(subsetPolicies));
        rules = List.copyOf(rules);
    }
}
