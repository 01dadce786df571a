package io.github.recovery4j.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DurationsTest {

    private static Durations of(long... seconds) {
        Optional<Durations> all = Optional.empty();
        for (long time : seconds) {
            all = Optional.of(Durations.with(all, Duration.ofSeconds(time)));
        }
        return all.orElseThrow();
    }

    @Test
    void they_know_the_shortest_the_longest_and_the_average() {
        assertThat(of(4, 1, 7))
                .isEqualTo(new Durations(3, Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofSeconds(12)));
        assertThat(of(4, 1, 7).average()).isEqualTo(Duration.ofSeconds(4));
        assertThat(of(5)).hasToString("PT5S to PT5S, on average PT5S (1 times)");
    }

    @Test
    void some_and_others_are_the_same_as_all_of_them() {
        assertThat(of(4, 1).and(of(7, 2, 9))).isEqualTo(of(4, 1, 7, 2, 9));
        assertThat(of(7, 2, 9).and(of(4, 1))).isEqualTo(of(4, 1, 7, 2, 9));
    }
}
