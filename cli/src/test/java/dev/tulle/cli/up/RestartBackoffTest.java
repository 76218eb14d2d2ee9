package dev.tulle.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {
    @Test
    void theFirstRestartComesAtOnceAndTheOthersTakeLongerUpToHalfAMinute() {
        var seconds = new ArrayList<Long>();
        var backoff = RestartBackoff.NONE;
        for (var exit = 0; exit < 9; exit++) {
            backoff = backoff.afterExit(Duration.ofMillis(10));
            seconds.add(backoff.delay().toSeconds());
        }

        assertThat(seconds).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void aProcessThatLivedForAMinuteBeginsAnew() {
        var backoff = new RestartBackoff(7).afterExit(Duration.ofMinutes(1));

        assertThat(backoff.delay()).isZero();
        assertThat(backoff.crashes()).isEqualTo(1);
    }
}
