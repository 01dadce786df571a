package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.audit.AuditRecord;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.audit.AuditTrail;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RecoveryMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is on record of real runs. */
class AuditTest {

    @TempDir
    Path temporary;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> temporary.resolve("runs"));

    private Path directory() {
        return temporary.resolve("audit");
    }

    private Recovery open() {
        return recoveries.open(recoveries.builder().audit(directory()));
    }

    private List<AuditRecord> records() {
        AuditReport report = AuditTrail.of(directory()).read();
        assertThat(report.unreadable()).isEmpty();
        return report.records();
    }

    private List<String> events() {
        return records().stream().map(AuditRecord::event).toList();
    }

    @Test
    void the_life_of_a_run_is_on_record_and_its_saves_are_not() {
        try (Recovery recovery = open()) {
            recovery.run(job(Jobs.dyingAt(3)));
            recoveries.moveClock(Duration.ofSeconds(1));
            recovery.run(job(state()));
        }
        assertThat(events())
                .containsExactly(
                        "planned",
                        "lease-acquired",
                        "attempt-started",
                        "attempt-ended",
                        "lease-released",
                        "lease-acquired",
                        "planned",
                        "attempt-started",
                        "attempt-ended",
                        "lease-released");
        assertThat(records().get(3).json()).contains("\"outcome\":\"failed", "died at 3");
        assertThat(records().get(6).json())
                .contains("\"decision\":\"resume\"", "\"run\":\"")
                .contains(records().get(1).run().orElseThrow().text());
    }

    @Test
    void a_decision_is_on_record_before_it_is_carried_out() {
        try (Recovery recovery = open()) {
            recovery.run(job(run -> {
                assertThat(events()).startsWith("planned", "lease-acquired");
                assertThat(AuditTrail.of(directory()).run(run.id()).read().records())
                        .isNotEmpty();
                return 1;
            }));
            assertThat(events()).contains("attempt-ended");
        }
    }

    @Test
    void a_failed_save_is_on_record_with_its_cause() {
        AtomicBoolean full = new AtomicBoolean();
        try (Recovery recovery = recoveries.open(recoveries
                .builder()
                .storage(() -> new BreakingStorage(FileStorage.open(temporary.resolve("runs")), full))
                .audit(directory()))) {
            recovery.run(job(run -> {
                full.set(true);
                run.checkpoint(1);
                return 1;
            }));
        }
        AuditRecord failed = records().stream()
                .filter(record -> record.event().equals("save-failed"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.json()).contains("StoreException: broken", "\"generation\":2");
    }

    @Test
    void a_rollback_is_on_record_with_its_reason() {
        try (Recovery recovery = open()) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> recovery.saga("trip", "42", run -> {
                        run.step("hotel", String.class)
                                .compensate((booking, step) -> {})
                                .call(step -> "booked");
                        throw new IOException("no flight");
                    }));
        }
        assertThat(events()).containsSubsequence("rollback-started", "step-undone", "rolled-back", "attempt-ended");
        assertThat(records().stream().filter(record -> record.event().equals("rolled-back")))
                .singleElement()
                .satisfies(record -> assertThat(record.json()).contains("no flight"));
    }

    @Test
    void recovery_that_does_not_work_is_on_record() {
        Recovery recovery = recoveries.open(recoveries
                .builder()
                .storage(() -> {
                    throw new StoreException("no disk", null);
                })
                .mode(RecoveryMode.BEST_EFFORT)
                .audit(directory()));
        assertThat(recovery.run(job(run -> 1)).orElseThrow()).isEqualTo(1);
        assertThat(records().get(0).json()).contains("\"event\":\"degraded\"", "no disk");
    }

    @Test
    void whoever_does_nothing_leaves_no_file() {
        try (Recovery recovery = open()) {
            recovery.plan(job(state()), new NoConfig());
        }
        assertThat(directory()).doesNotExist();
    }

    @Test
    void a_run_does_not_suffer_from_a_log_that_cannot_be_written() throws IOException {
        Files.writeString(directory(), "a file, not a directory");
        try (Recovery recovery = open()) {
            assertThat(recovery.run(unconfigured().work(run -> {
                                run.checkpoint(7);
                                return run.state();
                            }))
                            .orElseThrow())
                    .isEqualTo(7);
        }
        assertThat(directory()).hasContent("a file, not a directory");
    }

    @Test
    void two_recoveries_share_a_log() {
        Recovery one = open();
        Recovery two = open();
        one.run(job(run -> {
            two.run(RecoverableJob.named("other").state(Integer.class, () -> 0).work(inner -> 2));
            return 1;
        }));
        assertThat(AuditTrail.of(directory()).job("job").read().records()).hasSizeGreaterThan(3);
        assertThat(AuditTrail.of(directory()).job("other").read().records()).hasSizeGreaterThan(3);
        assertThat(directory().toFile().list()).hasSize(2);
    }
}
