package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.health.CheckStatus;
import io.github.recovery4j.health.Health;
import io.github.recovery4j.micrometer.HealthReport.Verdict;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.SubjectStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a health endpoint says. */
class HealthReportTest {

    private static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

    private static CheckStatus check(Health health) {
        return new CheckStatus("disk", health, AT, 0, Optional.empty(), Optional.empty(), 0);
    }

    private static SubjectStatus subject(Condition condition) {
        return new SubjectStatus("indexer", condition, AT, "why", 5, Map.of());
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY, UP, 200", "FAILING, UP, 200", "UNKNOWN, UNKNOWN, 200", "UNHEALTHY, DOWN, 503"})
    void a_check_is_up_unless_it_failed_often_enough(Health health, Verdict verdict, int status) {
        HealthReport report = HealthReport.of(List.of(check(health)), List.of());
        assertThat(report.verdict()).isEqualTo(verdict);
        assertThat(report.httpStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY, UP", "UNKNOWN, UNKNOWN", "FAILED, DOWN", "ESCALATED, DOWN"})
    void a_subject_is_down_from_its_failure_to_its_cure(Condition condition, Verdict verdict) {
        assertThat(HealthReport.of(List.of(), List.of(subject(condition))).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void the_whole_is_as_the_worst_of_its_parts_whatever_their_order() {
        List<CheckStatus> checks = Stream.of(Health.HEALTHY, Health.UNHEALTHY, Health.UNKNOWN)
                .map(HealthReportTest::check)
                .toList();
        assertThat(HealthReport.of(checks, List.of(subject(Condition.HEALTHY))).verdict())
                .isEqualTo(Verdict.DOWN);
        assertThat(HealthReport.of(List.of(), List.of()).verdict()).isEqualTo(Verdict.UP);
    }

    @Test
    void people_read_a_line_for_all_and_one_for_each_part() {
        assertThat(HealthReport.of(List.of(check(Health.HEALTHY)), List.of(subject(Condition.FAILED))))
                .hasToString("""
                        down
                        disk is healthy since 2026-11-21T09:00:00Z
                        indexer is failed since 2026-11-21T09:00:00Z, why""");
    }
}
