package io.github.recovery4j.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.audit.AuditRecord;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.audit.AuditTrail;
import io.github.recovery4j.testkit.KillableProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in its work, again and again: what it decided is on record, and who took the run over from whom. */
class AuditKillTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void the_decisions_of_killed_processes_are_on_record() throws Exception {
        for (int attempt = 1; attempt <= AuditedMain.ATTEMPTS; attempt++) {
            try (KillableProcess process = KillableProcess.java(AuditedMain.class)
                    .arguments(directory.resolve("runs"), directory.resolve("audit"))
                    .start()) {
                process.awaitLine(("at work " + attempt)::equals, PATIENCE);
                requireRecord(attempt, process);
                if (attempt < AuditedMain.ATTEMPTS) {
                    process.kill();
                }
                process.awaitExit(PATIENCE);
            }
        }
        List<AuditRecord> all = read().records();
        assertThat(all.get(all.size() - 1).event()).isEqualTo("lease-released");
        assertThat(all).extracting(AuditRecord::event).containsOnlyOnce("attempt-ended");
    }

    /** While the process is alive. */
    private void requireRecord(int attempt, KillableProcess process) {
        String pid = "\"pid\":" + process.pid() + "}"; // the last field: 12 is not 123
        List<AuditRecord> own = read().records().stream()
                .filter(record -> record.json().contains(pid))
                .toList();
        if (attempt == 1) {
            assertThat(own).extracting(AuditRecord::event).startsWith("planned", "lease-acquired");
            assertThat(own.get(0).json()).contains("\"decision\":\"fresh\"");
        } else {
            assertThat(own).extracting(AuditRecord::event).startsWith("lease-acquired", "planned");
            assertThat(own.get(0).json()).contains("\"abandonedBy\":\"process ");
            assertThat(own.get(1).json()).contains("\"decision\":\"resume\"", "generation");
        }
    }

    private AuditReport read() {
        AuditReport report = AuditTrail.of(directory.resolve("audit")).read();
        assertThat(report.unreadable()).isEmpty();
        return report;
    }
}
