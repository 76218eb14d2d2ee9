package dev.tulle.mesh.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.mesh.envoy.TestAuthority;
import dev.tulle.mesh.envoy.TestEnvoy;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Envoy itself accepts the resources of every golden case. */
class GoldenIT {
    private final TestAuthority authority = new TestAuthority();

    @TestFactory
    Stream<DynamicTest> envoyAccepts() {
        return GoldenCase.folders().stream()
                .map(folder -> DynamicTest.dynamicTest(GoldenCase.name(folder), () -> {
                    var golden = new GoldenCase(folder);
                    assertThat(TestEnvoy.validate(
                                    golden.workload(),
                                    golden.resources(),
                                    authority.secrets(golden.workload().identity())))
                            .isEmpty();
                }));
    }
}
