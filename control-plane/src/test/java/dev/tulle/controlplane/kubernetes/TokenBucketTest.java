package dev.tulle.controlplane.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    @Test
    void aBurstIsTakenAndThenSoManyPerSecond() {
        var now = new AtomicLong();
        var bucket = new TokenBucket(2, 10, now::get);

        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
        now.addAndGet(100_000_000);
        assertThat(bucket.take()).isTrue();
        assertThat(bucket.take()).isFalse();
    }
}
