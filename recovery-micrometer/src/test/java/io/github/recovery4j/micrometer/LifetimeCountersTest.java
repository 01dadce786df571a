package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.micrometer.LifetimeCounts.Count;
import io.github.recovery4j.testkit.KillableProcess;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts that go on after restarts. */
class LifetimeCountersTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PLANS = "recovery4j.plans.lifetime";

    @TempDir
    Path directory;

    /** One life of a program. */
    private static final class Life implements AutoCloseable {

        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final RecoveryMetrics metrics;
        private final Recovery recovery;
        private final LifetimeCounters counters;

        Life(Path directory, Duration interval) {
            this(directory, interval, RecoveryMetrics.create());
        }

        Life(Path directory, Duration interval, RecoveryMetrics metrics) {
            this.metrics = metrics;
            metrics.bindTo(registry);
            recovery = Recovery.builder().directory(directory).listener(metrics).open();
            counters = metrics.keepLifetime(recovery, "main", interval);
        }

        void plan(String job) {
            metrics.on(new RecoveryEvent.Planned(Instant.EPOCH, job, Decision.FRESH, Optional.empty(), ""));
        }

        /** How often a job was planned; -1 if that is not shown. */
        long shown(String job) {
            FunctionCounter found = registry.find(PLANS).tag("job.name", job).functionCounter();
            return found == null ? -1 : (long) found.count();
        }

        @Override
        public void close() {
            counters.close();
            recovery.close();
        }
    }

    private Life life() {
        return new Life(directory, NEVER);
    }

    @Test
    void what_was_counted_goes_on_in_the_next_life() {
        try (Life first = life()) {
            first.plan("a");
            first.plan("a");
        }
        try (Life second = life()) {
            assertThat(second.shown("a")).isEqualTo(2);
            second.plan("a");
            second.plan("b");
            second.counters.save();
            assertThat(second.shown("a")).isEqualTo(3);
            assertThat(second.shown("b")).isEqualTo(1);
        }
        try (Life third = life()) {
            assertThat(third.shown("a")).isEqualTo(3);
        }
    }

    @Test
    void what_was_counted_before_the_counts_were_opened_counts_too() {
        RecoveryMetrics metrics = RecoveryMetrics.create();
        metrics.on(new RecoveryEvent.Planned(Instant.EPOCH, "a", Decision.FRESH, Optional.empty(), ""));
        try (Life life = new Life(directory, NEVER, metrics)) {
            life.counters.save();
            assertThat(life.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void what_is_not_durable_is_not_shown() {
        try (Life life = life()) {
            life.plan("a");
            assertThat(life.shown("a")).isEqualTo(-1);
            life.counters.save();
            life.plan("a");
            assertThat(life.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void saving_again_counts_nothing_again() {
        try (Life life = life()) {
            life.plan("a");
            life.counters.save();
            life.counters.save();
            life.counters.save();
            assertThat(life.shown("a")).isEqualTo(1);
        }
        try (Life next = life()) {
            assertThat(next.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void the_same_counts_are_not_kept_twice() {
        try (Life life = life()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> life.metrics.keepLifetime(life.recovery, "main", NEVER))
                    .withMessageContaining("would count twice");
        }
    }

    @Test
    void another_process_that_has_them_is_named_and_nothing_is_overwritten() {
        try (Life life = life();
                Recovery other = Recovery.at(directory)) {
            life.plan("a");
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> RecoveryMetrics.create().keepLifetime(other, "main", NEVER));
        }
        try (Life next = life()) {
            assertThat(next.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void a_recovery_that_is_closed_first_costs_what_was_counted_since_the_last_save() {
        Life life = life();
        life.plan("a");
        life.counters.save();
        life.plan("a");
        life.recovery.close();
        life.counters.close();
        try (Life next = life()) {
            assertThat(next.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void closed_counts_are_shown_no_more_and_saved_no_more() {
        Life life = life();
        life.plan("a");
        life.counters.save();
        life.counters.close();
        life.plan("a");
        life.counters.save();
        life.counters.close();
        assertThat(life.shown("a")).isEqualTo(-1);
        life.recovery.close();
        try (Life next = life()) {
            assertThat(next.shown("a")).isEqualTo(1);
        }
    }

    @Test
    void an_interval_that_is_none_is_refused() {
        try (Recovery recovery = Recovery.at(directory)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RecoveryMetrics.create().keepLifetime(recovery, "main", Duration.ZERO));
        }
    }

    @Test
    void names_of_all_lives_together_are_few() {
        for (int life = 0; life < 4; life++) {
            try (Life each = new Life(directory, NEVER, RecoveryMetrics.withNames(2))) {
                each.plan("job-" + life);
            }
        }
        try (Life last = new Life(directory, NEVER, RecoveryMetrics.withNames(2))) {
            assertThat(last.registry.get(PLANS).functionCounters()).hasSize(3);
            assertThat(last.shown("job-0")).isEqualTo(1);
            assertThat(last.shown("other")).isEqualTo(2);
        }
    }

    @Test
    void a_meter_of_another_version_is_kept() {
        Count foreign = new Count("recovery4j.of.tomorrow", Map.of("job.name", "a"), 7);
        Count otherTags = new Count("recovery4j.plans", Map.of("job.name", "a"), 8);
        LifetimeTotals totals = new LifetimeTotals(new LifetimeCounts(List.of(foreign, otherTags)), 10);
        assertThat(totals.with(Map.of())).isEmpty();
        assertThat(totals.toStore(totals.with(Map.of())).counts()).containsExactlyInAnyOrder(foreign, otherTags);
    }

    /** Counts, saves and says so, until it is killed. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) throws InterruptedException {
            Life life = new Life(Path.of(arguments[0]), Duration.ofMillis(7));
            long start = Math.max(life.shown("a"), 0);
            System.out.println("begins with " + start);
            for (long number = 1; number <= 2_000; number++) {
                System.out.println("counts " + number);
                life.plan("a");
                if (number % 50 == 0) {
                    life.counters.save();
                    System.out.println("kept " + life.shown("a"));
                }
            }
            new CountDownLatch(1).await();
        }
    }

    @Test
    void a_process_that_is_killed_loses_at_most_what_was_not_saved_and_counts_nothing_twice() throws Exception {
        long happened = 0;
        long kept = 0;
        for (int life = 0; life < 4; life++) {
            int kill = 120 + 90 * life;
            try (KillableProcess process =
                    KillableProcess.java(Victim.class).arguments(directory).start()) {
                process.awaitLine(line -> line.equals("counts " + kill), PATIENCE);
                process.kill();
                assertThat(process.awaitExit(PATIENCE)).isEqualTo(137);
                assertThat(number(process, "begins with ")).isBetween(kept, happened);
                happened += number(process, "counts ");
                kept = number(process, "kept ");
            }
        }
        try (Life last = life()) {
            assertThat(last.shown("a")).isBetween(kept, happened);
        }
    }

    /** The newest. */
    private static long number(KillableProcess process, String word) {
        return process.output().stream()
                .filter(line -> line.startsWith(word))
                .reduce((one, other) -> other)
                .map(line -> Long.parseLong(line.substring(word.length())))
                .orElseThrow();
    }
}
