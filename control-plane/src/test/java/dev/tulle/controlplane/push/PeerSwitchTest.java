package dev.tulle.controlplane.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.controlplane.push.PeerSwitch.Stage;
import dev.tulle.mesh.config.ConfigKey;
import dev.tulle.mesh.model.CaptureMode;
import dev.tulle.mesh.model.MutualTlsMode;
import dev.tulle.mesh.model.PeerPolicies;
import dev.tulle.mesh.model.PeerPolicy;
import dev.tulle.mesh.model.ProxyRole;
import dev.tulle.mesh.model.SpiffeId;
import dev.tulle.mesh.model.Workload;
import dev.tulle.mesh.model.WorkloadKey;
import dev.tulle.mesh.model.WorkloadLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerSwitchTest {
    private static final Workload SERVER = new Workload(
            new WorkloadKey("b", "b-1"),
            Map.of("app", "b"),
            new WorkloadLabels("b", "b", "b", "v1", "b", "v1"),
            SpiffeId.of("cluster.local", "b", "b"),
            "b",
            "127.0.50.11",
            List.of(),
            new CaptureMode.Explicit("127.0.50.11", "127.0.51.11", Optional.empty()),
            new ProxyRole.Sidecar());
    private static final List<Workload> WORKLOADS = List.of(SERVER);

    private static PeerPolicies mode(MutualTlsMode mode) {
        var source = new ConfigKey("security.istio.io", "PeerAuthentication", "istio-system", "default");
        var ports = new TreeMap<Integer, MutualTlsMode>();
        return new PeerPolicies(
                Optional.of(new PeerPolicies.Scope(source, Map.of(), Optional.of(mode), ports)),
                new TreeMap<>(),
                List.of());
    }

    private static PeerPolicy taken(PeerSwitch now) {
        return now.servers().stream()
                .map(each -> each.of(SERVER))
                .reduce(PeerPolicy::or)
                .orElseThrow();
    }

    static Stream<List<MutualTlsMode>> changes() {
        return Stream.of(MutualTlsMode.values())
                .flatMap(from -> Stream.of(MutualTlsMode.values()).map(to -> List.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void noCallerEverSpeaksWhatTheServerDoesNotTake(List<MutualTlsMode> change) {
        var now = PeerSwitch.settled(mode(change.getFirst())).towards(mode(change.getLast()), WORKLOADS);
        var stages = new ArrayList<Stage>();
        var last = PeerSwitch.settled(mode(change.getFirst()));
        while (true) {
            stages.add(now.stage());
            // Envoys change one after the other: the old callers meet the new server and the other way round.
            assertSafe(last, now);
            last = now;
            if (now.stage() == Stage.SETTLED) {
                break;
            }
            now = now.advance();
        }

        assertThat(now).isEqualTo(PeerSwitch.settled(mode(change.getLast())));
        assertThat(stages).hasSizeLessThanOrEqualTo(3);
    }

    /** At each moment servers are those before or those after, and so are callers; they narrow when all callers have changed. */
    private static void assertSafe(PeerSwitch before, PeerSwitch after) {
        var narrows = before.stage() == Stage.TURNING && after.stage() == Stage.SETTLED;
        for (var server : List.of(before, after)) {
            for (var callers : narrows ? List.of(after) : List.of(before, after)) {
                for (var spoken : callers.spoken()) {
                    assertThat(taken(server).takesCallersOf(spoken.of(SERVER)))
                            .as("%s meets callers of %s", server, callers)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aChangeThatTakesNothingAwayAndTurnsNobodyIsMadeAtOnce() {
        var now = PeerSwitch.settled(mode(MutualTlsMode.STRICT)).towards(mode(MutualTlsMode.PERMISSIVE), WORKLOADS);

        assertThat(now.stage()).isEqualTo(Stage.SETTLED);
    }

    @Test
    void serversNarrowOnlyWhenCallersHaveChanged() {
        var now = PeerSwitch.settled(PeerPolicies.NONE).towards(mode(MutualTlsMode.STRICT), WORKLOADS);

        assertThat(now.stage()).isEqualTo(Stage.TURNING);
        assertThat(taken(now).on(8081)).isEqualTo(MutualTlsMode.PERMISSIVE);
        assertThat(taken(now.advance()).on(8081)).isEqualTo(MutualTlsMode.STRICT);
    }

    @Test
    void aChangeTakenBackBeforeCallersTurnedEndsAtOnce() {
        var widening = PeerSwitch.settled(mode(MutualTlsMode.STRICT)).towards(mode(MutualTlsMode.DISABLE), WORKLOADS);

        assertThat(widening.stage()).isEqualTo(Stage.WIDENING);
        assertThat(widening.towards(mode(MutualTlsMode.STRICT), WORKLOADS))
                .isEqualTo(PeerSwitch.settled(mode(MutualTlsMode.STRICT)));
    }

    @Test
    void whileCallersTurnAnotherChangeKeepsEverythingTheyMaySpeak() {
        var turning = PeerSwitch.settled(mode(MutualTlsMode.STRICT))
                .towards(mode(MutualTlsMode.DISABLE), WORKLOADS)
                .advance();

        var back = turning.towards(mode(MutualTlsMode.STRICT), WORKLOADS);

        assertThat(back.stage()).isEqualTo(Stage.WIDENING);
        assertThat(back.callers()).isEqualTo(mode(MutualTlsMode.DISABLE));
        assertThat(taken(back).on(8081)).isEqualTo(MutualTlsMode.PERMISSIVE);
    }

    @Test
    void aRestartBeginsWithWhatCallersMaySpeak() {
        var turning = PeerSwitch.settled(mode(MutualTlsMode.STRICT))
                .towards(mode(MutualTlsMode.DISABLE), WORKLOADS)
                .advance();
        var saved = PeerSwitchJson.decode(PeerSwitchJson.encode(turning.spoken()));

        var resumed = PeerSwitch.resumed(saved, mode(MutualTlsMode.DISABLE), WORKLOADS);

        assertThat(resumed.stage()).isEqualTo(Stage.WIDENING);
        assertThat(taken(resumed).on(8081)).isEqualTo(MutualTlsMode.PERMISSIVE);
        assertThat(PeerSwitch.resumed(List.of(mode(MutualTlsMode.STRICT)), mode(MutualTlsMode.STRICT), WORKLOADS))
                .isEqualTo(PeerSwitch.settled(mode(MutualTlsMode.STRICT)));
    }

    @Test
    void manyChangesAtAnyMomentNeverLeaveACallerWithoutAnAnswer() {
        var random = new Random(4);
        var modes = List.of(MutualTlsMode.values());
        var now = PeerSwitch.settled(PeerPolicies.NONE);
        for (var step = 0; step < 2000; step++) {
            var next = random.nextInt(3) == 0
                    ? now.towards(mode(modes.get(random.nextInt(modes.size()))), WORKLOADS)
                    : now.advance();
            for (var spoken : now.spoken()) {
                assertThat(taken(now).takesCallersOf(spoken.of(SERVER)))
                        .as("step %d: %s", step, now)
                        .isTrue();
            }
            now = next;
        }
    }
}
