package io.github.recovery4j.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A machine with a directory of audit logs: its disk, its clock, and a run there is something to tell of. */
record AuditFixture(SimulatedDisk disk, ManualTime time, RunKey run) {

    static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private static final Path DIRECTORY = Path.of("/logs/audit").toAbsolutePath();

    AuditFixture() {
        this(new SimulatedDisk(), ManualTime.startingAt(START), new RunKey("job", RunId.create(START)));
    }

    AuditLog open() {
        return builder().open();
    }

    AuditLog.Builder builder() {
        return builder(disk);
    }

    AuditLog.Builder builder(Disk on) {
        return AuditLog.builder(DIRECTORY).time(time, time).disk(on);
    }

    /** What has to be durable at once. */
    RecoveryEvent urgent(Object reason) {
        return new RecoveryEvent.Discarded(time.instant(), run, String.valueOf(reason));
    }

    /** What has time. */
    RecoveryEvent casual(Object reason) {
        return new RecoveryEvent.StopRequested(time.instant(), run, String.valueOf(reason));
    }

    AuditTrail trail() {
        return AuditTrail.of(DIRECTORY, disk);
    }

    AuditReport report() {
        return report(disk);
    }

    static AuditReport report(Disk from) {
        return AuditTrail.of(DIRECTORY, from).read();
    }

    /** The reasons of all that is on record, where nothing is damaged. */
    List<String> reasons() {
        return reasons(disk);
    }

    static List<String> reasons(Disk from) {
        AuditReport report = report(from);
        assertThat(report.unreadable()).isEmpty();
        return reasons(report);
    }

    static List<String> reasons(AuditReport report) {
        return report.records().stream().map(AuditFixture::reason).toList();
    }

    static String reason(AuditRecord record) {
        int start = record.json().indexOf("\"reason\":\"") + 10;
        return record.json().substring(start, record.json().indexOf('"', start));
    }

    long journals() {
        return disk.files().stream()
                .map(Path::getParent)
                .filter(parent -> DIRECTORY.equals(parent.getParent()))
                .distinct()
                .count();
    }

    long bytes() {
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

    /** What a power failure leaves; another number, another kind. */
    SimulatedDisk crashed(int number) {
        List<Crash> all = Crash.ofEveryKind(number);
        return disk.crash(all.get(number % all.size()));
    }
}
