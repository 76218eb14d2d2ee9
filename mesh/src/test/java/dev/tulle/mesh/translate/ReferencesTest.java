package dev.tulle.mesh.translate;

import static dev.tulle.mesh.translate.Snapshots.messages;
import static dev.tulle.mesh.translate.Snapshots.policyOfC;
import static dev.tulle.mesh.translate.Snapshots.portOfC;
import static dev.tulle.mesh.translate.Snapshots.routeToC;
import static dev.tulle.mesh.translate.Snapshots.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.model.Backend;
import dev.tulle.mesh.model.RouteAction;
import dev.tulle.mesh.model.ServiceHost;
import dev.tulle.mesh.model.WeightedBackend;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names that lead somewhere, and names that lead nowhere. */
class ReferencesTest {
    private static final ServiceHost C = new ServiceHost("servicec.servicec.svc.cluster.local");

    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1alpha3
            kind: Gateway
            metadata: {name: servicea-gateway, namespace: servicea}
            spec:
              selector: {app: servicea}
              servers:
              - port: {number: 80, name: http, protocol: HTTP}
                hosts: [%s]
            """;
    private static final String BOUND = """
            apiVersion: networking.istio.io/v1alpha3
            kind: VirtualService
            metadata: {name: servicea, namespace: %s}
            spec:
              hosts: ["%s"]
              gateways: [%s]
              http:
              - match:
                - uri: {prefix: /}
                route:
                - destination: {host: servicea, port: {number: 8081}}
            """;

    @Test
    void missingSubsetKeepsItsWeight() {
        var translation = translate(routeToC("""
                        - route:
                          - destination: {host: servicec, subset: v3}
                            weight: 10
                          - destination: {host: servicec}
                            weight: 90
                        """));

        assertThat(messages(translation))
                .containsExactly(
                        "WARNING KIA1107 1.yaml:8: VirtualService servicec/route: spec.http[0].route[0].destination.subset:"
                                + " no subset v3 of servicec.servicec.svc.cluster.local exists, expected a DestinationRule"
                                + " that defines it; its share of the requests is answered with 503");
        assertThat(forward(translation).backends())
                .extracting(WeightedBackend::weight)
                .containsExactly(10, 90);
        assertThat(forward(translation).backends().getFirst().backend())
                .isEqualTo(new Backend.Invalid("servicec.servicec.svc.cluster.local subset v3"));
    }

    @Test
    void missingHostAndPortComeWithASuggestion() {
        var missing = translate(routeToC("- route:\n  - destination: {host: servicea}\n"));
        assertThat(messages(missing)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("WARNING KIA1101 1.yaml:8:")
                .contains("no Service servicea.servicec.svc.cluster.local exists, expected"
                        + " servicea.servicea.svc.cluster.local"));

        var port = translate(routeToC("- route:\n  - destination: {host: servicec, port: {number: 80}}\n"));
        assertThat(messages(port)).singleElement().satisfies(message -> assertThat(message)
                .contains("destination.port: " + C + " has no port 80, expected one of 8081"));
    }

    @Test
    void subsetsAreFound() {
        var translation = translate(
                policyOfC("versions", "subsets:\n- {name: v1, labels: {version: v1}}\n"),
                routeToC("- route:\n  - destination: {host: servicec, subset: v1}\n"));

        assertThat(translation.problems()).isEmpty();
        assertThat(forward(translation).backends().getFirst().backend())
                .isInstanceOfSatisfying(Backend.Service.class, service -> {
                    assertThat(service.host()).isEqualTo(C);
                    assertThat(service.subset()).isPresent();
                });
    }

    @Test
    void subsetWithoutAnEndpointIsReported() {
        assertThat(messages(translate(policyOfC("versions", "subsets:\n- {name: v2, labels: {version: v2}}\n"))))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("WARNING KIA0203 1.yaml:7:")
                        .contains("no ready endpoint has the labels {version=v2} of subset v2"));
    }

    @Test
    void destinationRuleForNobodyIsReported() {
        assertThat(messages(translate(policyOfC("x", "").replace("servicec.servicec.svc", "servicec.servicea.svc"))))
                .singleElement()
                .satisfies(message -> assertThat(message)
                        .startsWith("WARNING KIA0202 1.yaml:5:")
                        .contains("expected servicec.servicec.svc.cluster.local"));
    }

    @Test
    void shortNamesResolveInTheNamespaceOfTheirObject() {
        var translation = translate(GATEWAY.formatted("'*'"), BOUND.formatted("servicea", "*", "servicea-gateway"));

        assertThat(translation.problems()).isEmpty();
        var host = translation
                .model()
                .gateways()
                .getFirst()
                .servers()
                .getFirst()
                .virtualHosts()
                .getFirst();
        assertThat(host.host().pattern()).isEqualTo("*");
        assertThat(((RouteAction.Forward) host.rules().getFirst().action())
                        .backends()
                        .getFirst()
                        .backend())
                .isEqualTo(new Backend.Service(
                        new ServiceHost("servicea.servicea.svc.cluster.local"), 8081, Optional.empty()));
    }

    @Test
    void gatewayInAnotherNamespaceIsNamed() {
        var messages =
                messages(translate(GATEWAY.formatted("'*'"), BOUND.formatted("servicec", "*", "servicea-gateway")));

        assertThat(messages)
                .contains("WARNING KIA1102 2.yaml:6: VirtualService servicec/servicea: spec.gateways[0]: no Gateway"
                        + " servicec/servicea-gateway exists; it stands in another namespace, expected"
                        + " servicea/servicea-gateway; no request through that gateway reaches it");
    }

    @Test
    void hostsOfGatewayAndRuleMeet() {
        var narrow = translate(
                GATEWAY.formatted("'*.example.com'"), BOUND.formatted("servicea", "*", "servicea/servicea-gateway"));
        assertThat(narrow.problems()).isEmpty();
        assertThat(narrow.model().gateways().getFirst().servers().getFirst().virtualHosts())
                .singleElement()
                .satisfies(host -> assertThat(host.host().pattern()).isEqualTo("*.example.com"));

        var apart = translate(
                GATEWAY.formatted("'*.example.com'"),
                BOUND.formatted("servicea", "www.example.org", "servicea-gateway"));
        assertThat(messages(apart)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("WARNING IST0132 2.yaml:5:")
                .contains("does not serve www.example.org for namespace servicea, expected one of *.example.com"));

        var foreign = translate(
                GATEWAY.formatted("other/www.example.com"),
                BOUND.formatted("servicea", "www.example.com", "servicea-gateway"));
        assertThat(messages(foreign)).singleElement().satisfies(message -> assertThat(message)
                .contains("IST0132"));
    }

    @Test
    void gatewayThatSelectsNobodyIsReported() {
        assertThat(messages(translate(GATEWAY.formatted("'*'").replace("app: servicea", "app: nobody"))))
                .singleElement()
                .satisfies(message -> assertThat(message).startsWith("WARNING KIA0302 1.yaml:5:"));
    }

    @Test
    void namesThatLeadNowhereFailACommand() {
        assertThat(translate(routeToC("- route:\n  - destination: {host: nobody}\n"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.isFailure()).isTrue());
        assertThat(translate(routeToC("- route:\n  - {destination: {host: servicec}, weight: 7}\n"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.isFailure()).isFalse());
    }

    private static RouteAction.Forward forward(Translation translation) {
        return (RouteAction.Forward) portOfC(translation).rules().getFirst().action();
    }
}
