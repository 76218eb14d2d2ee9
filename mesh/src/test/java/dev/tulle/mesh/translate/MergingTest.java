package dev.tulle.mesh.translate;

import static dev.tulle.mesh.translate.Snapshots.messages;
import static dev.tulle.mesh.translate.Snapshots.policyOfC;
import static dev.tulle.mesh.translate.Snapshots.portOfC;
import static dev.tulle.mesh.translate.Snapshots.routeToC;
import static dev.tulle.mesh.translate.Snapshots.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.config.Problem.Severity;
import dev.tulle.mesh.model.RouteRule;
import dev.tulle.mesh.model.SubsetName;
import dev.tulle.mesh.model.TrafficPolicy;
import dev.tulle.mesh.model.TrafficPolicy.LoadBalancing;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several objects that speak about one host. */
class MergingTest {
    @Test
    void threeDestinationRulesCountTogether() {
        var translation = translate(
                policyOfC("servicec-lb", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}"),
                policyOfC(
                        "servicec-cb-policy",
                        "trafficPolicy: {outlierDetection: {consecutiveErrors: 7, interval: 5m, baseEjectionTime: 15m}}"),
                policyOfC(
                        "servicec-timeout",
                        "trafficPolicy: {connectionPool: {tcp: {maxConnections: 100, connectTimeout: 30ms}}}"));

        assertThat(translation.problems()).allMatch(problem -> problem.severity() == Severity.NOTE);
        var policy = portOfC(translation).policy();
        assertThat(policy.loadBalancing()).isEqualTo(LoadBalancing.ROUND_ROBIN);
        assertThat(policy.connectionPool().maxConnections()).hasValue(100);
        assertThat(policy.connectionPool().connectTimeout()).contains(Duration.ofMillis(30));
        assertThat(policy.outlierEjection()).hasValueSatisfying(ejection -> {
            assertThat(ejection.consecutiveGatewayErrors()).hasValue(7);
            assertThat(ejection.consecutive5xx()).isEmpty();
            assertThat(ejection.interval()).contains(Duration.ofMinutes(5));
            assertThat(ejection.baseEjectionTime()).contains(Duration.ofMinutes(15));
        });
    }

    @Test
    void theOldestWinsAndTheLoserIsTold() {
        var translation = translate(
                policyOfC("a", "trafficPolicy: {loadBalancer: {simple: RANDOM}}")
                        .replace("{name: a", "{creationTimestamp: '2026-01-02T00:00:00Z', name: a"),
                policyOfC("b", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}")
                        .replace("{name: b", "{creationTimestamp: '2026-01-01T00:00:00Z', name: b"));

        assertThat(portOfC(translation).policy().loadBalancing()).isEqualTo(LoadBalancing.ROUND_ROBIN);
        assertThat(messages(translation))
                .containsExactly(
                        "WARNING KIA0201 1.yaml:6: DestinationRule servicec/a: spec.trafficPolicy.loadBalancer.simple:"
                                + " DestinationRule servicec/b (2.yaml:6) writes another loadBalancer.simple for the same"
                                + " host; the older object's value counts (without an age: the first by name)");
    }

    @Test
    void withoutAnAgeTheFirstByNameWins() {
        var translation = translate(
                policyOfC("b", "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}"),
                policyOfC("a", "trafficPolicy: {loadBalancer: {simple: RANDOM}}"));

        assertThat(portOfC(translation).policy().loadBalancing()).isEqualTo(LoadBalancing.RANDOM);
    }

    @Test
    void subsetsLieOverTheServiceAndPortsReplace() {
        var translation = translate(policyOfC("policy", """
                        trafficPolicy:
                          loadBalancer: {simple: RANDOM}
                          connectionPool: {tcp: {maxConnections: 5}}
                        subsets:
                        - name: v1
                          labels: {version: v1}
                          trafficPolicy:
                            connectionPool: {tcp: {connectTimeout: 1s}}
                        - name: all
                          trafficPolicy:
                            portLevelSettings:
                            - port: {number: 8081}
                              connectionPool: {tcp: {maxConnections: 9}}
                        """));

        assertThat(translation.problems()).isEmpty();
        var v1 = subsetPolicy(translation, "v1");
        assertThat(v1.loadBalancing()).isEqualTo(LoadBalancing.RANDOM);
        assertThat(v1.connectionPool().maxConnections()).hasValue(5);
        assertThat(v1.connectionPool().connectTimeout()).contains(Duration.ofSeconds(1));
        var all = subsetPolicy(translation, "all");
        assertThat(all.loadBalancing()).isEqualTo(LoadBalancing.LEAST_REQUEST);
        assertThat(all.connectionPool().maxConnections()).hasValue(9);
    }

    @Test
    void virtualServicesForOneHostMergeMostSpecificFirst() {
        var general = routeToC("""
                - {name: prefix, match: [{uri: {prefix: /a}}], route: [{destination: {host: servicec}}]}
                - {name: rest, route: [{destination: {host: servicec}}]}
                """);
        var special = routeToC("""
                        - {name: exact, match: [{uri: {exact: /a/b}}], route: [{destination: {host: servicec}}]}
                        - {name: longer, match: [{uri: {prefix: /a/b/}}], route: [{destination: {host: servicec}}]}
                        """).replace("name: route,", "name: special,");

        var translation = translate(general, special);

        assertThat(portOfC(translation).rules())
                .extracting(RouteRule::name)
                .containsExactly("exact", "longer", "prefix", "rest");
        assertThat(messages(translation)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("NOTE KIA1106 2.yaml:5:"));
    }

    @Test
    void anUnchangedServiceIsTheSameObjectInTheNextModel() {
        var translator = new Translator("cluster.local");
        var before = translator.translate(Snapshots.snapshot()).model();
        var after = translator
                .translate(Snapshots.snapshot(routeToC("- route: [{destination: {host: servicec}}]")))
                .model();

        assertThat(after.services().firstEntry().getValue())
                .isSameAs(before.services().firstEntry().getValue());
        assertThat(after.services().lastEntry().getValue())
                .isNotEqualTo(before.services().lastEntry().getValue());
        assertThat(after.workloads().firstEntry().getValue())
                .isEqualTo(before.workloads().firstEntry().getValue());
    }

    private static TrafficPolicy subsetPolicy(Translation translation, String name) {
        return Optional.ofNullable(portOfC(translation).subsetPolicies().get(new SubsetName(name)))
                .orElseThrow();
    }
}
