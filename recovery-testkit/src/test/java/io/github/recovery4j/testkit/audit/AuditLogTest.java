package io.github.recovery4j.testkit.audit;

import static io.github.recovery4j.testkit.audit.AuditFixture.START;
import static io.github.recovery4j.testkit.audit.AuditFixture.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.audit.AuditTrail;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of what was told, and what a reader finds of it. */
class AuditLogTest {

    private final AuditFixture audit = new AuditFixture();

    @Test
    void a_decision_is_durable_when_it_was_told() {
        AuditLog log = audit.open();
        for (int i = 0; i < 20; i++) {
            log.on(audit.urgent(i));
            assertThat(reasons(audit.crashed(i))).hasSize(i + 1);
        }
    }

    @Test
    void all_else_is_durable_soon_with_the_next_decision_or_when_the_log_is_closed() throws Exception {
        AuditLog log = audit.open();
        log.on(audit.casual("with the next decision"));
        log.on(audit.urgent("decision"));
        assertThat(audit.reasons()).containsExactly("with the next decision", "decision");
        log.on(audit.casual("soon"));
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (audit.reasons().size() < 3) {
            assertThat(System.nanoTime()).isLessThan(patience);
            Thread.onSpinWait();
        }
        log.on(audit.casual("at the end"));
        log.close();
        assertThat(audit.reasons()).endsWith("soon", "at the end");
    }

    @Test
    void what_comes_after_the_end_is_not_recorded_and_harms_nobody() {
        AuditLog log = audit.open();
        log.on(audit.urgent(1));
        log.close();
        log.close();
        log.on(audit.urgent(2));
        log.on(audit.casual(3));
        assertThat(audit.reasons()).containsExactly("1");
        assertThat(audit.disk().openFiles()).isZero();
    }

    // many writers

    @Test
    void two_who_write_at_once_are_merged_by_time() {
        AuditLog one = audit.open();
        AuditLog two = audit.open();
        for (int i = 0; i < 10; i++) {
            (i % 3 == 0 ? one : two).on(audit.urgent(i));
            audit.time().advance(Duration.ofMillis(1));
        }
        assertThat(audit.reasons())
                .isEqualTo(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        assertThat(audit.journals()).isEqualTo(2);
    }

    @Test
    void many_threads_and_a_reader_see_a_gapless_beginning_of_each() throws Exception {
        AuditLog log = audit.builder().maxBytes(1 << 20).open();
        int threads = 4;
        int each = 400;
        List<AtomicInteger> told =
                IntStream.range(0, threads).mapToObj(i -> new AtomicInteger()).toList();
        CompletableFuture<?>[] writers = IntStream.range(0, threads)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        log.on(new RecoveryEvent.Discarded(
                                START.plusMillis(i),
                                new RunKey("job" + thread, audit.run().id()),
                                "" + i));
                        told.get(thread).incrementAndGet();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(writers);
        do {
            for (int thread = 0; thread < threads; thread++) {
                int least = told.get(thread).get();
                AuditReport report = audit.trail().job("job" + thread).read();
                assertThat(report.unreadable()).isEmpty();
                assertThat(reasons(report))
                        .hasSizeGreaterThanOrEqualTo(least)
                        .isEqualTo(IntStream.range(0, report.records().size())
                                .mapToObj(String::valueOf)
                                .toList());
            }
        } while (!all.isDone());
        all.get(1, TimeUnit.MINUTES);
        assertThat(audit.report().records()).hasSize(threads * each);
    }

    // questions

    @Test
    void events_are_found_by_run_job_and_time() {
        RunKey other = new RunKey("other", RunId.create(START));
        try (AuditLog log = audit.open()) {
            log.on(new RecoveryEvent.Planned(START, "job", RecoveryEvent.Decision.FRESH, Optional.empty(), "new"));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(1), audit.run()));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(2), other));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(3), audit.run()));
        }
        AuditTrail trail = audit.trail();
        assertThat(seconds(trail)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(seconds(trail.run(audit.run().id()))).containsExactly(1L, 3L);
        assertThat(seconds(trail.job("job"))).containsExactly(0L, 1L, 3L);
        assertThat(seconds(trail.from(START.plusSeconds(1)).until(START.plusSeconds(3))))
                .containsExactly(1L, 2L);
        assertThat(seconds(trail.job("job").run(other.id()))).isEmpty();
    }

    private static List<Long> seconds(AuditTrail trail) {
        return trail.read().records().stream()
                .map(record -> Duration.between(START, record.at()).toSeconds())
                .toList();
    }

    @Test
    void what_is_found_is_written_as_lines() throws IOException {
        try (AuditLog log = audit.open()) {
            log.on(audit.urgent("a\nb"));
            log.on(audit.urgent("c"));
        }
        StringBuilder text = new StringBuilder();
        audit.report().writeTo(text);
        assertThat(text.toString().split("\n", -1)).hasSize(3).satisfies(lines -> {
            assertThat(lines[0])
                    .startsWith("{\"at\":\"2026-11-21T09:00:00Z\",\"event\":\"discarded\"")
                    .endsWith("}");
            assertThat(lines[2]).isEmpty();
        });
    }

    @Test
    void nothing_is_on_record_where_no_log_is() {
        assertThat(audit.report()).isEqualTo(new AuditReport(List.of(), List.of()));
    }
}
