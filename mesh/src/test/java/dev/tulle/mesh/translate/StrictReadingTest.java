package dev.tulle.mesh.translate;

import static dev.tulle.mesh.translate.Snapshots.messages;
import static dev.tulle.mesh.translate.Snapshots.policyOfC;
import static dev.tulle.mesh.translate.Snapshots.routeToC;
import static dev.tulle.mesh.translate.Snapshots.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.model.TrafficPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake has a line, a path and an expectation, and the object with it has no effect. */
class StrictReadingTest {
    private static final String REFUSED = "; the object is refused: its last good form, if any, stays in force";

    @Test
    void unknownFieldComesWithASuggestion() {
        var translation = translate(routeToC("""
                        - fault:
                            abort: {httpStats: 400, percentage: {value: 10}}
                          route:
                          - destination: {host: servicec}
                        """));

        assertThat(messages(translation))
                .contains(
                        "ERROR  1.yaml:8: VirtualService servicec/route: spec.http[0].fault.abort.httpStats: unknown field,"
                                + " did you mean \"httpStatus\"?" + REFUSED);
        assertThat(Snapshots.portOfC(translation).rules()).isEmpty();
    }

    @Test
    void misplacedFieldComesWithItsPlace() {
        assertThat(messages(translate(routeToC("""
                                                - route:
                                                  - destination:
                                                      host: servicec
                                                      weight: 100
                                                """))))
                .containsExactly(
                        "ERROR  1.yaml:10: VirtualService servicec/route: spec.http[0].route[0].destination.weight: unknown"
                                + " field, expected it as a field of spec.http[0].route[0]: check the indentation"
                                + REFUSED);
    }

    @Test
    void unsupportedFieldIsRefusedByName() {
        assertThat(messages(translate(routeToC("""
                                                - corsPolicy: {allowOrigins: [{exact: "*"}]}
                                                  route:
                                                  - destination: {host: servicec}
                                                """))))
                .containsExactly(
                        "ERROR  1.yaml:7: VirtualService servicec/route: spec.http[0].corsPolicy: field is not supported"
                                + " yet, expected an object without it" + REFUSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    timeout: 5                             | timeout: found the number 5, expected a duration with unit
                    timeout: 5 s                           | timeout: "5 s" is no duration
                    timeout: -1s                           | timeout: "-1s" is no duration
                    retries: {attempts: yes}               | retries.attempts: found the boolean true
                    retries: {perTryTimeout: 1s}           | retries.attempts: missing
                    retries: {attempts: 1, retryOn: 5x}    | retries.retryOn: "5x" is no condition
                    fault: {abort: {percent: 101, httpStatus: 400}} | fault.abort.percent: 101 is out of range
                    fault: {abort: {percent: 1.5, httpStatus: 400}} | fault.abort.percent: 1.5 is out of range
                    fault: {abort: {percentage: {value: 1}, httpStatus: 99}} | abort.httpStatus: 99 is out of range
                    fault: {delay: {percentage: {value: 1}}} | fault.delay.fixedDelay: missing
                    fault: {}                              | fault: does nothing
                    match: [{uri: /x}]                     | match[0].uri: found the text "/x", expected an object
                    match: [{uri: {regex: '('}}]           | match[0].uri.regex: is no regular expression
                    match: [{uri: {exact: /a, prefix: /b}}] | match[0].uri: found exact and prefix
                    match: [{headers: {x: }}]              | match[0].headers.x: missing
                    match: {uri: {prefix: /x}}             | match: found an object, expected a list
                    match: [{sourceLabels: {a: b}}]        | match[0].sourceLabels: field is not supported yet
                    rewrite: {uri: x}                      | rewrite.uri: "x" is no path
                    mirrorPercentage: {value: 5}           | mirrorPercentage: has no meaning without mirror
                    redirect: {uri: /x}                    | route: found route and redirect
                    headers: {request: {set: {Host: a}}}   | headers.request.set: "Host" cannot be changed here
                    headers: {request: {set: {a: 1}}}      | headers.request.set.a: found the number 1, expected text
                    """)
    void mistakesInRules(String field, String message) {
        var translation = translate(routeToC("""
                        - %s
                          route:
                          - destination: {host: servicec}
                        """.formatted(field)));

        assertThat(messages(translation))
                .anySatisfy(
                        found -> assertThat(found).startsWith("ERROR  1.yaml:").contains(message));
        assertThat(Snapshots.portOfC(translation).rules()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    loadBalancer: {simple: LEAST_CON}            | "LEAST_CON" is not supported, expected one of
                    loadBalancer: {consistentHash: {}}           | loadBalancer.consistentHash: field is not supported yet
                    connectionPool: {tcp: {maxConnections: 0}}   | 0 is out of range, expected a whole number from 1 up
                    connectionPool: {tcp: {connectTimeout: 0s}}  | connectTimeout: is zero, expected at least 1ms
                    connectionPool: {maxConnections: 5}          | connectionPool.maxConnections: unknown field
                    outlierDetection: {consecutiveErrors: 7, consecutiveGatewayErrors: 7} | found consecutiveGatewayErrors too
                    outlierDetection: {maxEjectionPercent: 101}  | maxEjectionPercent: 101 is out of range
                    tls: {mode: SIMPLE}                          | tls.mode: "SIMPLE" is not supported
                    portLevelSettings: [{loadBalancer: {simple: RANDOM}}] | portLevelSettings[0].port: missing
                    """)
    void mistakesInPolicies(String field, String message) {
        var translation = translate(policyOfC("policy", "trafficPolicy:\n  " + field));

        assertThat(messages(translation)).anySatisfy(found -> assertThat(found)
                .startsWith("ERROR  1.yaml:7: DestinationRule servicec/policy: spec.trafficPolicy")
                .contains(message));
        assertThat(Snapshots.portOfC(translation).policy()).isEqualTo(TrafficPolicy.DEFAULT);
    }

    @Test
    void weightsAreRelative() {
        assertThat(messages(translate(routeToC("""
                                                - route:
                                                  - {destination: {host: servicec}, weight: 1}
                                                  - {destination: {host: servicea.servicea.svc.cluster.local}, weight: 2}
                                                """)))).singleElement().satisfies(message -> assertThat(message)
                .startsWith("NOTE  1.yaml:7:")
                .contains("the weights add up to 3, not 100; each counts relative to that sum"));
        assertThat(messages(translate(routeToC("""
                                                - route:
                                                  - {destination: {host: servicec}, weight: 0}
                                                  - {destination: {host: servicea.servicea.svc.cluster.local}}
                                                """)))).singleElement().satisfies(message -> assertThat(message)
                .contains("the weights add up to 0, expected at least one above 0"));
    }

    @Test
    void kindsThatAreNotReadAreNotIgnored() {
        assertThat(messages(translate("""
                                        apiVersion: networking.istio.io/v1
                                        kind: ServiceEntry
                                        metadata: {name: x}
                                        ---
                                        apiVersion: networking.istio.io/v1
                                        kind: VirtualServce
                                        metadata: {name: yy}
                                        ---
                                        apiVersion: networking.istio.oi/v1
                                        kind: VirtualService
                                        metadata: {name: z}
                                        ---
                                        apiVersion: networking.istio.io/v2
                                        kind: Gateway
                                        metadata: {name: g}
                                        ---
                                        apiVersion: v1
                                        kind: ConfigMap
                                        metadata: {name: c}
                                        data: {}
                                        """)))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("ERROR  1.yaml:1: ServiceEntry default/x: kind: ServiceEntry is not supported yet"))
                .anySatisfy(message -> assertThat(message)
                        .contains("unknown kind VirtualServce")
                        .contains("\"VirtualService\"?"))
                .anySatisfy(message -> assertThat(message)
                        .contains("unknown group networking.istio.oi, did you mean \"networking.istio.io\"?"))
                .anySatisfy(message -> assertThat(message)
                        .contains("version v2 of Gateway is unknown, expected one of v1alpha3, v1beta1, v1"))
                .noneSatisfy(message -> assertThat(message).contains("ConfigMap"));
    }

    @Test
    void emptyMatchesAndShadowedRulesAreReported() {
        var messages = messages(translate(routeToC("""
                                - match:
                                  - {}
                                  route:
                                  - destination: {host: servicec}
                                - name: second
                                  route:
                                  - destination: {host: servicec}
                                """)));

        assertThat(messages)
                .hasSize(2)
                .anySatisfy(message ->
                        assertThat(message).contains("spec.http[0].match[0]").contains("it takes all traffic"))
                .anySatisfy(message -> assertThat(message)
                        .startsWith("WARNING IST0130 1.yaml:11:")
                        .contains("this rule is never reached"));
    }
}
