package io.github.recovery4j.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.audit.AuditLog;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** For how long a log is kept, and how large it becomes. */
class AuditRetentionTest {

    private final AuditFixture audit = new AuditFixture();

    @Test
    void what_is_too_old_is_deleted_and_nothing_that_is_not() {
        for (int day = 0; day < 60; day++) {
            try (AuditLog log = audit.builder().maxAge(Duration.ofDays(16)).open()) {
                log.on(audit.urgent(day));
            }
            audit.time().advance(Duration.ofDays(1));
        }
        assertThat(audit.reasons())
                .isEqualTo(IntStream.range(41, 60).mapToObj(String::valueOf).toList());
        assertThat(audit.disk().foreignFilesAreUntouched()).isTrue();
    }

    @Test
    void a_process_that_lives_long_deletes_what_is_too_old_of_its_own() {
        AuditLog log = audit.builder().maxAge(Duration.ofDays(16)).open();
        for (int day = 0; day < 60; day++) {
            log.on(audit.urgent(day));
            audit.time().advance(Duration.ofDays(1));
        }
        List<String> kept = audit.reasons();
        assertThat(kept).endsWith("59").contains("44").doesNotContain("38");
        assertThat(kept)
                .isEqualTo(IntStream.range(60 - kept.size(), 60)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void a_process_with_nothing_but_small_events_deletes_what_is_too_old_of_its_own_and_nothing_else() {
        try (AuditLog log = audit.builder().maxAge(Duration.ofDays(16)).open()) {
            for (int day = 0; day < 60; day++) {
                log.on(audit.casual(day));
                audit.time().advance(Duration.ofDays(1));
            }
        }
        try (AuditLog next = audit.builder().maxAge(Duration.ofDays(16)).open()) {
            next.on(audit.urgent(60));
        }
        assertThat(audit.reasons()).startsWith("42").hasSize(19);
    }

    @Test
    void what_is_too_much_is_deleted_oldest_first() {
        AuditLog log = audit.builder().maxBytes(1 << 20).open();
        for (int i = 0; i < 3_000; i++) {
            log.on(audit.urgent(i + " " + "x".repeat(800)));
            audit.time().advance(Duration.ofMillis(1));
            if (i % 20 == 0) {
                assertThat(audit.bytes()).isLessThan(1 << 20);
            }
        }
        List<Integer> kept = audit.reasons().stream()
                .map(reason -> Integer.valueOf(reason.substring(0, reason.indexOf(' '))))
                .toList();
        assertThat(kept.size()).isBetween(500, 1_200);
        assertThat(kept)
                .isEqualTo(IntStream.range(3_000 - kept.size(), 3_000).boxed().toList());
    }

    @Test
    void what_a_living_process_writes_is_never_deleted() {
        AuditLog living = audit.builder().maxAge(Duration.ofDays(1)).open();
        living.on(audit.urgent("living"));
        audit.time().advance(Duration.ofDays(100));
        try (AuditLog other = audit.builder().maxAge(Duration.ofDays(1)).open()) {
            other.on(audit.urgent("other"));
        }
        assertThat(audit.reasons()).containsExactly("living", "other");
        living.close();
        audit.time().advance(Duration.ofSeconds(1));
        try (AuditLog third = audit.builder().maxAge(Duration.ofDays(1)).open()) {
            third.on(audit.urgent("third"));
        }
        assertThat(audit.reasons()).containsExactly("other", "third");
    }

    @Test
    void a_short_process_takes_little_space() {
        try (AuditLog log = audit.open()) {
            log.on(audit.urgent("short"));
        }
        assertThat(audit.bytes()).isLessThan(5_000);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> audit.builder().maxAge(Duration.ZERO));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> audit.builder().maxBytes(1_000));
    }
}
