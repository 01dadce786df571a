package io.github.recovery4j.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.audit.AuditRecord;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.audit.AuditTrail;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of what was told, for how long, and what a reader finds of it. */
class AuditLogTest {

    private static final Path DIRECTORY = Path.of("/logs/audit").toAbsolutePath();
    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final ManualTime time = ManualTime.startingAt(START);
    private final RunKey run = new RunKey("job", RunId.create(START));

    private AuditLog.Builder builder(Disk on) {
        return AuditLog.builder(DIRECTORY).time(time, time).disk(on);
    }

    private AuditLog open() {
        return builder(disk).open();
    }

    private RecoveryEvent urgent(Object reason) {
        return new RecoveryEvent.Discarded(time.instant(), run, String.valueOf(reason));
    }

    private RecoveryEvent casual(Object reason) {
        return new RecoveryEvent.StopRequested(time.instant(), run, String.valueOf(reason));
    }

    private static AuditReport read(Disk from) {
        return AuditTrail.of(DIRECTORY, from).read();
    }

    private static List<String> reasons(Disk from) {
        AuditReport report = read(from);
        assertThat(report.unreadable()).isEmpty();
        return reasons(report);
    }

    private static List<String> reasons(AuditReport report) {
        return report.records().stream().map(AuditLogTest::reason).toList();
    }

    private static String reason(AuditRecord record) {
        int start = record.json().indexOf("\"reason\":\"") + 10;
        return record.json().substring(start, record.json().indexOf('"', start));
    }

    private long journals() {
        return disk.files().stream()
                .map(Path::getParent)
                .filter(parent -> DIRECTORY.equals(parent.getParent()))
                .distinct()
                .count();
    }

    private static Crash anyCrash(int number) {
        List<Crash> all = Crash.ofEveryKind(number);
        return all.get(number % all.size());
    }

    // durability

    @Test
    void a_decision_is_durable_when_it_was_told() {
        AuditLog log = open();
        for (int i = 0; i < 20; i++) {
            log.on(urgent(i));
            assertThat(reasons(disk.crash(anyCrash(i)))).hasSize(i + 1);
        }
    }

    @Test
    void all_else_is_durable_soon_with_the_next_decision_or_when_the_log_is_closed() throws Exception {
        AuditLog log = open();
        log.on(casual("with the next decision"));
        log.on(urgent("decision"));
        assertThat(reasons(disk)).containsExactly("with the next decision", "decision");
        log.on(casual("soon"));
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (reasons(disk).size() < 3) {
            assertThat(System.nanoTime()).isLessThan(patience);
            Thread.onSpinWait();
        }
        log.on(casual("at the end"));
        log.close();
        assertThat(reasons(disk)).endsWith("soon", "at the end");
    }

    @Test
    void what_comes_after_the_end_is_not_recorded_and_harms_nobody() {
        AuditLog log = open();
        log.on(urgent(1));
        log.close();
        log.close();
        log.on(urgent(2));
        log.on(casual(3));
        assertThat(reasons(disk)).containsExactly("1");
        assertThat(disk.openFiles()).isZero();
    }

    // many writers

    @Test
    void two_who_write_at_once_are_merged_by_time() {
        AuditLog one = open();
        AuditLog two = open();
        for (int i = 0; i < 10; i++) {
            (i % 3 == 0 ? one : two).on(urgent(i));
            time.advance(Duration.ofMillis(1));
        }
        assertThat(reasons(disk))
                .isEqualTo(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        assertThat(journals()).isEqualTo(2);
    }

    @Test
    void many_threads_and_a_reader_see_a_gapless_beginning_of_each() throws Exception {
        AuditLog log = builder(disk).maxBytes(1 << 20).open();
        int threads = 4;
        int each = 400;
        List<AtomicInteger> told =
                IntStream.range(0, threads).mapToObj(i -> new AtomicInteger()).toList();
        CompletableFuture<?>[] writers = IntStream.range(0, threads)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < each; i++) {
                        log.on(new RecoveryEvent.Discarded(
                                START.plusMillis(i), new RunKey("job" + thread, run.id()), "" + i));
                        told.get(thread).incrementAndGet();
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(writers);
        do {
            for (int thread = 0; thread < threads; thread++) {
                int least = told.get(thread).get();
                AuditReport report =
                        AuditTrail.of(DIRECTORY, disk).job("job" + thread).read();
                assertThat(report.unreadable()).isEmpty();
                assertThat(reasons(report))
                        .hasSizeGreaterThanOrEqualTo(least)
                        .isEqualTo(IntStream.range(0, report.records().size())
                                .mapToObj(String::valueOf)
                                .toList());
            }
        } while (!all.isDone());
        all.get(1, TimeUnit.MINUTES);
        assertThat(read(disk).records()).hasSize(threads * each);
    }

    // questions

    @Test
    void events_are_found_by_run_job_and_time() {
        RunKey other = new RunKey("other", RunId.create(START));
        try (AuditLog log = open()) {
            log.on(new RecoveryEvent.Planned(START, "job", RecoveryEvent.Decision.FRESH, Optional.empty(), "new"));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(1), run));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(2), other));
            log.on(new RecoveryEvent.LeaseLost(START.plusSeconds(3), run));
        }
        AuditTrail trail = AuditTrail.of(DIRECTORY, disk);
        assertThat(seconds(trail)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(seconds(trail.run(run.id()))).containsExactly(1L, 3L);
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
        try (AuditLog log = open()) {
            log.on(urgent("a\nb"));
            log.on(urgent("c"));
        }
        StringBuilder text = new StringBuilder();
        read(disk).writeTo(text);
        assertThat(text.toString().split("\n", -1)).hasSize(3).satisfies(lines -> {
            assertThat(lines[0])
                    .startsWith("{\"at\":\"2026-11-21T09:00:00Z\",\"event\":\"discarded\"")
                    .endsWith("}");
            assertThat(lines[2]).isEmpty();
        });
    }

    @Test
    void nothing_is_on_record_where_no_log_is() {
        assertThat(read(disk)).isEqualTo(new AuditReport(List.of(), List.of()));
    }

    @Test
    void damage_is_reported_and_costs_the_damaged_line_only() throws IOException {
        try (AuditLog log = open()) {
            IntStream.range(0, 10).forEach(i -> log.on(urgent("reason" + i)));
        }
        Path segment = disk.files().stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = disk.read(segment);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("reason4");
        bytes[at] ^= 1;
        disk.overwrite(segment, bytes);
        AuditReport report = read(disk);
        assertThat(report.records()).hasSize(9);
        assertThat(report.unreadable())
                .singleElement()
                .asString()
                .contains(segment.toString(), "no record there is intact");
    }

    @Test
    void one_journal_that_cannot_be_read_does_not_hide_the_others() {
        try (AuditLog one = open()) {
            one.on(urgent("one"));
        }
        time.advance(Duration.ofSeconds(1));
        try (AuditLog two = open()) {
            two.on(urgent("two"));
        }
        FaultyDisk failing =
                new FaultyDisk(disk, Fault.once(0, Failure.IO_ERROR).of(DiskOperation.READ));
        AuditReport report = read(failing);
        assertThat(reasons(report)).containsExactly("two");
        assertThat(report.unreadable()).singleElement().asString().contains("Input/output error");
    }

    // retention

    @Test
    void what_is_too_old_is_deleted_and_nothing_that_is_not() {
        for (int day = 0; day < 60; day++) {
            try (AuditLog log = builder(disk).maxAge(Duration.ofDays(16)).open()) {
                log.on(urgent(day));
            }
            time.advance(Duration.ofDays(1));
        }
        assertThat(reasons(disk))
                .isEqualTo(IntStream.range(41, 60).mapToObj(String::valueOf).toList());
        assertThat(disk.foreignFilesAreUntouched()).isTrue();
    }

    @Test
    void a_process_that_lives_long_deletes_what_is_too_old_of_its_own() {
        AuditLog log = builder(disk).maxAge(Duration.ofDays(16)).open();
        for (int day = 0; day < 60; day++) {
            log.on(urgent(day));
            time.advance(Duration.ofDays(1));
        }
        List<String> kept = reasons(disk);
        assertThat(kept).endsWith("59").contains("44").doesNotContain("38");
        assertThat(kept)
                .isEqualTo(IntStream.range(60 - kept.size(), 60)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void a_process_with_nothing_but_small_events_deletes_what_is_too_old_of_its_own_and_nothing_else() {
        try (AuditLog log = builder(disk).maxAge(Duration.ofDays(16)).open()) {
            for (int day = 0; day < 60; day++) {
                log.on(casual(day));
                time.advance(Duration.ofDays(1));
            }
        }
        try (AuditLog next = builder(disk).maxAge(Duration.ofDays(16)).open()) {
            next.on(urgent(60));
        }
        assertThat(reasons(disk)).startsWith("42").hasSize(19);
    }

    @Test
    void what_is_too_much_is_deleted_oldest_first() {
        AuditLog log = builder(disk).maxBytes(1 << 20).open();
        for (int i = 0; i < 3_000; i++) {
            log.on(urgent(i + " " + "x".repeat(800)));
            time.advance(Duration.ofMillis(1));
            if (i % 20 == 0) {
                assertThat(bytes()).isLessThan(1 << 20);
            }
        }
        List<Integer> kept = reasons(disk).stream()
                .map(reason -> Integer.valueOf(reason.substring(0, reason.indexOf(' '))))
                .toList();
        assertThat(kept.size()).isBetween(500, 1_200);
        assertThat(kept)
                .isEqualTo(IntStream.range(3_000 - kept.size(), 3_000).boxed().toList());
    }

    private long bytes() {
        long bytes = 0;
        for (Path file : disk.files()) {
            try {
                bytes += disk.read(file).length;
            } catch (IOException e) {
                throw new AssertionError(file + " went meanwhile", e);
            }
        }
        return bytes;
    }

    @Test
    void what_a_living_process_writes_is_never_deleted() {
        AuditLog living = builder(disk).maxAge(Duration.ofDays(1)).open();
        living.on(urgent("living"));
        time.advance(Duration.ofDays(100));
        try (AuditLog other = builder(disk).maxAge(Duration.ofDays(1)).open()) {
            other.on(urgent("other"));
        }
        assertThat(reasons(disk)).containsExactly("living", "other");
        living.close();
        time.advance(Duration.ofSeconds(1));
        try (AuditLog third = builder(disk).maxAge(Duration.ofDays(1)).open()) {
            third.on(urgent("third"));
        }
        assertThat(reasons(disk)).containsExactly("other", "third");
    }

    @Test
    void a_short_process_takes_little_space() {
        try (AuditLog log = open()) {
            log.on(urgent("short"));
        }
        assertThat(bytes()).isLessThan(5_000);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder(disk).maxAge(Duration.ZERO));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> builder(disk).maxBytes(1_000));
    }

    // failures

    /** Every operation fails once; then all goes on, and what was recorded before and after is there. */
    @Test
    void a_fault_costs_what_is_counted_and_never_throws() {
        for (long number = 0; ; number++) {
            SimulatedDisk fresh = new SimulatedDisk();
            FaultyDisk faulty = new FaultyDisk(fresh, Fault.once(number, Failure.NO_SPACE));
            List<String> told = new ArrayList<>();
            try (AuditLog log = builder(faulty).maxBytes(1 << 20).open()) {
                for (int i = 0; i < 60; i++) {
                    log.on(i % 4 == 3 ? casual(i) : urgent(i + "x".repeat(3_000)));
                    time.advance(Duration.ofSeconds(20));
                }
            }
            AuditReport report = read(fresh);
            assertThat(report.unreadable()).as("fault %d", number).isEmpty();
            List<Integer> found = report.records().stream()
                    .filter(record -> !record.event().equals("audit-interrupted"))
                    .map(record -> Integer.valueOf(reason(record).replace("x", "")))
                    .toList();
            assertThat(found).as("fault %d", number).isSorted().hasSizeGreaterThanOrEqualTo(55);
            if (found.get(found.size() - 1)
                    >= found.size() + 1) { // more than the one whose sync failed, and not at the end
                assertThat(report.records())
                        .as("fault %d", number)
                        .extracting(AuditRecord::event)
                        .contains("audit-interrupted");
            }
            assertThat(fresh.openFiles()).as("fault %d", number).isZero();
            if (faulty.failures() == 0) {
                return;
            }
        }
    }

    @Test
    void a_full_disk_is_tried_again_and_what_is_missing_is_told() {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (AuditLog log = builder(faulty).open()) {
            log.on(urgent("before"));
            faulty.inject(Fault.from(0, Failure.NO_SPACE).of(operation -> operation.isChange()));
            for (int i = 0; i < 100; i++) {
                log.on(urgent("meanwhile"));
                log.on(casual("meanwhile"));
                time.advance(Duration.ofSeconds(10));
            }
            faulty.heal();
            time.advance(Duration.ofMinutes(1));
            log.on(urgent("after"));
        }
        AuditReport report = read(disk);
        assertThat(report.records())
                .extracting(AuditRecord::event)
                .containsExactly("discarded", "audit-interrupted", "discarded");
        assertThat(report.records().get(1).json())
                .contains("\"missed\":200", "\"since\":\"2026-11-21T09:00:00Z\"", "No space left on device");
    }

    @Test
    void a_journal_that_does_not_work_leaves_nothing_behind() {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (AuditLog log = builder(faulty).open()) {
            log.on(urgent("before"));
            faulty.inject(Fault.from(0, Failure.NO_SPACE).of(DiskOperation.WRITE));
            for (int minute = 0; minute < 20; minute++) {
                log.on(urgent("meanwhile"));
                time.advance(Duration.ofMinutes(1));
            }
            assertThat(journals()).isOne();
        }
    }

    @Test
    void a_crash_at_any_operation_leaves_a_log_with_every_decision() {
        List<SimulatedDisk> crashed = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        FaultyDisk faulty = new FaultyDisk(disk, (operation, path) -> {
            if (operation.isChange()) {
                crashed.add(disk.crash(anyCrash(crashed.size())));
                told.add(count.get());
            }
        });
        try (AuditLog log = builder(faulty).maxBytes(1 << 20).open()) {
            for (int i = 0; i < 120; i++) {
                log.on(urgent(i + " " + "x".repeat(3_000)));
                count.incrementAndGet();
                time.advance(Duration.ofSeconds(1));
            }
        }
        for (int i = 0; i < crashed.size(); i++) {
            AuditReport report = read(crashed.get(i));
            assertThat(report.unreadable()).as("before change %d", i).isEmpty();
            assertThat(report.records()).as("before change %d", i).hasSizeGreaterThanOrEqualTo(told.get(i));
        }
        assertThat(crashed).hasSizeGreaterThan(150);
    }
}
