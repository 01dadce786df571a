package io.github.recovery4j.testkit.audit;

import static io.github.recovery4j.testkit.audit.AuditFixture.reason;
import static io.github.recovery4j.testkit.audit.AuditFixture.reasons;
import static io.github.recovery4j.testkit.audit.AuditFixture.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.audit.AuditRecord;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an audit log loses when its disk fails, when the power goes, and when it is damaged. */
class AuditFaultsTest {

    private final AuditFixture audit = new AuditFixture();

    @Test
    void damage_is_reported_and_costs_the_damaged_line_only() throws IOException {
        try (AuditLog log = audit.open()) {
            IntStream.range(0, 10).forEach(i -> log.on(audit.urgent("reason" + i)));
        }
        Path segment = audit.disk().files().stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = audit.disk().read(segment);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("reason4");
        bytes[at] ^= 1;
        audit.disk().overwrite(segment, bytes);
        AuditReport report = audit.report();
        assertThat(report.records()).hasSize(9);
        assertThat(report.unreadable())
                .singleElement()
                .asString()
                .contains(segment.toString(), "no record there is intact");
    }

    @Test
    void one_journal_that_cannot_be_read_does_not_hide_the_others() {
        try (AuditLog one = audit.open()) {
            one.on(audit.urgent("one"));
        }
        audit.time().advance(Duration.ofSeconds(1));
        try (AuditLog two = audit.open()) {
            two.on(audit.urgent("two"));
        }
        FaultyDisk failing =
                new FaultyDisk(audit.disk(), Fault.once(0, Failure.IO_ERROR).of(DiskOperation.READ));
        AuditReport report = report(failing);
        assertThat(reasons(report)).containsExactly("two");
        assertThat(report.unreadable()).singleElement().asString().contains("Input/output error");
    }

    /** Every operation fails once; then all goes on, and what was recorded before and after is there. */
    @Test
    void a_fault_costs_what_is_counted_and_never_throws() {
        for (long number = 0; ; number++) {
            SimulatedDisk fresh = new SimulatedDisk();
            FaultyDisk faulty = new FaultyDisk(fresh, Fault.once(number, Failure.NO_SPACE));
            try (AuditLog log = audit.builder(faulty).maxBytes(1 << 20).open()) {
                for (int i = 0; i < 60; i++) {
                    log.on(i % 4 == 3 ? audit.casual(i) : audit.urgent(i + "x".repeat(3_000)));
                    audit.time().advance(Duration.ofSeconds(20));
                }
            }
            AuditReport report = report(fresh);
            assertThat(report.unreadable()).as("fault %d", number).isEmpty();
            List<Integer> found = report.records().stream()
                    .filter(record -> !record.event().equals("audit-interrupted"))
                    .map(record -> Integer.valueOf(reason(record).replace("x", "")))
                    .toList();
            assertThat(found).as("fault %d", number).isSorted().hasSizeGreaterThanOrEqualTo(55);
            int missing = found.get(found.size() - 1) + 1 - found.size();
            if (missing >= 2) { // more than the one whose sync failed, and not at the end
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
        FaultyDisk faulty = new FaultyDisk(audit.disk());
        try (AuditLog log = audit.builder(faulty).open()) {
            log.on(audit.urgent("before"));
            faulty.inject(Fault.from(0, Failure.NO_SPACE).of(operation -> operation.isChange()));
            for (int i = 0; i < 100; i++) {
                log.on(audit.urgent("meanwhile"));
                log.on(audit.casual("meanwhile"));
                audit.time().advance(Duration.ofSeconds(10));
            }
            faulty.heal();
            audit.time().advance(Duration.ofMinutes(1));
            log.on(audit.urgent("after"));
        }
        AuditReport report = audit.report();
        assertThat(report.records())
                .extracting(AuditRecord::event)
                .containsExactly("discarded", "audit-interrupted", "discarded");
        assertThat(report.records().get(1).json())
                .contains("\"missed\":200", "\"since\":\"2026-11-21T09:00:00Z\"", "No space left on device");
    }

    @Test
    void a_journal_that_does_not_work_leaves_nothing_behind() {
        FaultyDisk faulty = new FaultyDisk(audit.disk());
        try (AuditLog log = audit.builder(faulty).open()) {
            log.on(audit.urgent("before"));
            faulty.inject(Fault.from(0, Failure.NO_SPACE).of(DiskOperation.WRITE));
            for (int minute = 0; minute < 20; minute++) {
                log.on(audit.urgent("meanwhile"));
                audit.time().advance(Duration.ofMinutes(1));
            }
            assertThat(audit.journals()).isOne();
        }
    }

    @Test
    void a_crash_at_any_operation_leaves_a_log_with_every_decision() {
        List<SimulatedDisk> crashed = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        AtomicInteger count = new AtomicInteger();
        FaultyDisk faulty = new FaultyDisk(audit.disk(), (operation, path) -> {
            if (operation.isChange()) {
                crashed.add(audit.crashed(crashed.size()));
                told.add(count.get());
            }
        });
        try (AuditLog log = audit.builder(faulty).maxBytes(1 << 20).open()) {
            for (int i = 0; i < 120; i++) {
                log.on(audit.urgent(i + " " + "x".repeat(3_000)));
                count.incrementAndGet();
                audit.time().advance(Duration.ofSeconds(1));
            }
        }
        for (int i = 0; i < crashed.size(); i++) {
            AuditReport report = report(crashed.get(i));
            assertThat(report.unreadable()).as("before change %d", i).isEmpty();
            assertThat(report.records()).as("before change %d", i).hasSizeGreaterThanOrEqualTo(told.get(i));
        }
        assertThat(crashed).hasSizeGreaterThan(150);
    }
}
