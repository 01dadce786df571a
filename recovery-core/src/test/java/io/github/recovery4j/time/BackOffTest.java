package io.github.recovery4j.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackOffTest {

    @RepeatedTest(50)
    void pauses_double_are_varied_by_half_and_never_exceed_the_longest() {
        BackOff backOff = new BackOff(Duration.ofMillis(100), Duration.ofMillis(1000));
        assertThat(backOff.pause(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
        assertThat(backOff.pause(3)).isBetween(Duration.ofMillis(200), Duration.ofMillis(600));
        for (int failures = 4; failures < 100; failures++) {
            assertThat(backOff.pause(failures)).isBetween(Duration.ofMillis(400), Duration.ofMillis(1000));
        }
    }

    @Test
    void pauses_that_shrink_or_are_none_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BackOff(Duration.ofMillis(2), Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofMillis(1)));
    }
}
