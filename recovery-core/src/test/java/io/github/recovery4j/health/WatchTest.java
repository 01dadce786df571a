package io.github.recovery4j.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.probe.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Answer UP = Answer.up("");
    private static final Answer DOWN = Answer.down("refused");
    private static final Answer UNKNOWN = Answer.unknown("timed out");

    private Instant now = Instant.EPOCH;
    private final Watch watch = new Watch(3, now);

    private Watch.Change see(Answer answer) {
        now = now.plusSeconds(1);
        return watch.see(new Observation(now, answer, Duration.ZERO));
    }

    private CheckStatus status() {
        return watch.status("api", Optional.empty(), 0);
    }

    @Test
    void before_the_first_answer_nothing_is_known() {
        assertThat(status().health()).isEqualTo(Health.UNKNOWN);
        assertThat(status().last()).isEmpty();
        assertThat(status()).hasToString("api is unknown since 1970-01-01T00:00:00Z");
    }

    @Test
    void as_many_failures_in_a_row_as_count_are_told_once() {
        see(UP);
        assertThat(see(DOWN).failed()).isFalse();
        assertThat(status().health()).isEqualTo(Health.FAILING);
        assertThat(see(DOWN).failed()).isFalse();
        assertThat(see(DOWN).failed()).isTrue();
        assertThat(see(DOWN).failed()).isFalse();
        assertThat(status().health()).isEqualTo(Health.UNHEALTHY);
        assertThat(status().failures()).isEqualTo(4);
        assertThat(status().since()).isEqualTo(Instant.EPOCH.plusSeconds(4));
        assertThat(status()).hasToString("api is unhealthy since 1970-01-01T00:00:04Z, down: refused");
    }

    @Test
    void one_success_ends_the_row() {
        see(DOWN);
        see(DOWN);
        see(UP);
        see(DOWN);
        see(DOWN);
        assertThat(status().health()).isEqualTo(Health.FAILING);
        assertThat(status().failures()).isEqualTo(2);
    }

    @Test
    void an_unknown_answer_neither_counts_nor_ends_the_row() {
        see(DOWN);
        see(DOWN);
        for (int i = 0; i < 10; i++) {
            assertThat(see(UNKNOWN).failed()).isFalse();
            assertThat(status().health()).isEqualTo(Health.UNKNOWN);
        }
        assertThat(see(DOWN).failed()).isTrue();
    }

    @Test
    void what_is_unhealthy_stays_so_until_it_is_up() {
        see(DOWN);
        see(DOWN);
        see(DOWN);
        see(UNKNOWN);
        assertThat(status().health()).isEqualTo(Health.UNHEALTHY);
        Watch.Change change = see(UP);
        assertThat(change.recovered()).isTrue();
        assertThat(change.lasted()).isEqualTo(Duration.ofSeconds(2));
        assertThat(status().failures()).isZero();
    }

    @Test
    void after_a_treatment_as_many_failures_are_needed_again() {
        see(DOWN);
        see(DOWN);
        assertThat(watch.needsTreatment()).isFalse();
        see(DOWN);
        assertThat(watch.needsTreatment()).isTrue();
        watch.treated();
        see(DOWN);
        see(DOWN);
        assertThat(watch.needsTreatment()).isFalse();
        see(DOWN);
        assertThat(watch.needsTreatment()).isTrue();
        assertThat(status().failures()).isEqualTo(6);
    }

    @Test
    void the_newest_answers_are_kept() {
        for (int i = 0; i < Watch.HISTORY; i++) {
            see(DOWN);
        }
        see(UP);
        assertThat(watch.history()).hasSize(Watch.HISTORY);
        assertThat(watch.history().get(0).at()).isEqualTo(Instant.EPOCH.plusSeconds(2));
        assertThat(watch.history().get(Watch.HISTORY - 1).answer()).isEqualTo(UP);
    }
}
