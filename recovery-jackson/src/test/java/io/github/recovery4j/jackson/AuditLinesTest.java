package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.audit.AuditLog;
import io.github.recovery4j.audit.AuditRecord;
import io.github.recovery4j.audit.AuditReport;
import io.github.recovery4j.audit.AuditTrail;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What of each kind of event is in the audit log, read by a parser that is not ours. The names are a format. */
class AuditLinesTest {

    private static final Instant AT = Instant.parse("2026-11-21T09:00:00.123Z");
    private static final RunKey RUN = new RunKey("sync", new RunId("01KAJ8V2N4Q0Z8XW2T5R4C1BNM"));
    private static final Duration TIME = Duration.ofMillis(1500);
    private static final Holder HOLDER = new Holder(new Owner("web-1", 4711, AT), 6, AT);
    private static final Throwable CAUSE =
            new UncheckedIOException("not saved", new IOException("No space left on device"));
    private static final String CAUSES =
            "'cause':['java.io.UncheckedIOException: not saved','java.io.IOException: No space left on device']";

    @TempDir
    Path directory;

    /** What is expected behind time, name of the event, run and job; nothing if it is not recorded. */
    private static Map<RecoveryEvent, String> expected() {
        Map<RecoveryEvent, String> lines = new LinkedHashMap<>();
        lines.put(
                new RecoveryEvent.Planned(AT, "sync", Decision.ROLL_BACK, Optional.of(RUN), "Roll back\n  - as…"),
                "'event':'planned',RUN,'decision':'roll-back','description':'Roll back\\n  - as…'");
        lines.put(
                new RecoveryEvent.Planned(AT, "sync", Decision.FRESH, Optional.empty(), "new"),
                "'event':'planned','job':'sync','decision':'fresh','description':'new'");
        lines.put(
                new RecoveryEvent.LeaseAcquired(AT, RUN, 7, Optional.of(HOLDER)),
                "'event':'lease-acquired',RUN,'token':7,'abandonedBy':'process 4711 on web-1 since 2026-11-21T09:00:00.123Z'");
        lines.put(
                new RecoveryEvent.LeaseAcquired(AT, RUN, 1, Optional.empty()),
                "'event':'lease-acquired',RUN,'token':1");
        lines.put(new RecoveryEvent.LeaseReleased(AT, RUN, 7), "'event':'lease-released',RUN,'token':7");
        lines.put(new RecoveryEvent.LeaseLost(AT, RUN), "'event':'lease-lost',RUN");
        lines.put(
                new RecoveryEvent.AttemptStarted(AT, RUN, 2, Optional.of(41L), Optional.of(TIME)),
                "'event':'attempt-started',RUN,'attempt':2,'resumedFrom':41,'lostWorkMillis':1500");
        lines.put(
                new RecoveryEvent.AttemptStarted(AT, RUN, 1, Optional.empty(), Optional.empty()),
                "'event':'attempt-started',RUN,'attempt':1");
        lines.put(new RecoveryEvent.TakenOver(AT, RUN), "'event':'taken-over',RUN");
        lines.put(
                new RecoveryEvent.TakeOverPostponed(AT, RUN, "no answer", TIME),
                "'event':'take-over-postponed',RUN,'reason':'no answer','retryInMillis':1500");
        lines.put(
                new RecoveryEvent.RunParked(AT, RUN, "tried 20 times"),
                "'event':'run-parked',RUN,'reason':'tried 20 times'");
        lines.put(new RecoveryEvent.JobUnknown(AT, "sync", RUN), "'event':'job-unknown',RUN");
        lines.put(
                new RecoveryEvent.AttemptEnded(AT, RUN, RecoveryEvent.AttemptResult.COMPLETED, "completed", TIME),
                "'event':'attempt-ended',RUN,'outcome':'completed','tookMillis':1500");
        lines.put(new RecoveryEvent.CheckpointSaved(AT, RUN, 1, 2, TIME), "");
        lines.put(
                new RecoveryEvent.SaveFailed(AT, RUN, 42, CAUSE),
                "'event':'save-failed',RUN,'generation':42," + CAUSES);
        lines.put(
                new RecoveryEvent.Quarantined(AT, RUN, "damaged", "/x.broken-1"),
                "'event':'quarantined',RUN,'reason':'damaged','evidence':'/x.broken-1'");
        lines.put(new RecoveryEvent.Repaired(AT, RUN, "restarted"), "'event':'repaired',RUN,'what':'restarted'");
        lines.put(new RecoveryEvent.Discarded(AT, RUN, "gone"), "'event':'discarded',RUN,'reason':'gone'");
        lines.put(new RecoveryEvent.ProgressMade(AT, RUN, 1, 2, 3.0, Optional.empty()), "");
        lines.put(
                new RecoveryEvent.StopRequested(AT, RUN, "cancelled"),
                "'event':'stop-requested',RUN,'reason':'cancelled'");
        lines.put(new RecoveryEvent.StepCompleted(AT, RUN, "charge", 1, 2), "");
        lines.put(
                new RecoveryEvent.StepFailed(AT, RUN, "charge", 3, CAUSE, Optional.of(TIME)),
                "'event':'step-failed',RUN,'step':'charge','attempt':3,'retryInMillis':1500," + CAUSES);
        lines.put(
                new RecoveryEvent.RollbackStarted(AT, RUN, "failed", List.of("a", "b")),
                "'event':'rollback-started',RUN,'reason':'failed','steps':['a','b']");
        lines.put(new RecoveryEvent.StepUndone(AT, RUN, "a", 1), "'event':'step-undone',RUN,'step':'a','attempt':1");
        lines.put(
                new RecoveryEvent.UndoFailed(AT, RUN, "b", 2, CAUSE, Optional.empty()),
                "'event':'undo-failed',RUN,'step':'b','attempt':2," + CAUSES);
        lines.put(
                new RecoveryEvent.UndoSkipped(AT, RUN, "b", "done by hand"),
                "'event':'undo-skipped',RUN,'step':'b','reason':'done by hand'");
        lines.put(new RecoveryEvent.RolledBack(AT, RUN, "failed"), "'event':'rolled-back',RUN,'reason':'failed'");
        lines.put(
                new RecoveryEvent.SagaStuck(AT, RUN, "failed", List.of()),
                "'event':'saga-stuck',RUN,'reason':'failed','steps':[]");
        lines.put(new RecoveryEvent.Degraded(AT, "sync", CAUSE), "'event':'degraded','job':'sync'," + CAUSES);
        lines.put(new RecoveryEvent.Degraded(AT, "", CAUSE), "'event':'degraded'," + CAUSES);
        lines.put(
                new RecoveryEvent.LedgerOpened(AT, "acme", "services", 3, 1),
                "'event':'ledger-opened','tenant':'acme','ledger':'services','live':3,'unreadable':1");
        lines.put(
                new RecoveryEvent.LedgerOpened(AT, "", "services", 0, 0),
                "'event':'ledger-opened','ledger':'services','live':0,'unreadable':0");
        lines.put(
                new RecoveryEvent.QueueOpened(AT, "acme", "tasks", 7, 2, 1),
                "'event':'queue-opened','tenant':'acme','queue':'tasks','pending':7,'takenBack':2,'unreadable':1");
        lines.put(
                new RecoveryEvent.WorkFailed(AT, "", "tasks", "order-17", 3, "EXPIRED: too late"),
                "'event':'work-failed','queue':'tasks','id':'order-17','attempts':3,'reason':'EXPIRED: too late'");
        lines.put(
                new RecoveryEvent.WorkOrphaned(AT, "", "tasks", "blocks", 4, 1),
                "'event':'work-orphaned','queue':'tasks','cursor':'blocks','givenUp':4,'completed':1");
        lines.put(
                new RecoveryEvent.CursorRewound(AT, "chain", "blocks", "105 (0xab)", "100 (0xcd)"),
                "'event':'cursor-rewound','store':'chain','cursor':'blocks','from':'105 (0xab)','to':'100 (0xcd)'");
        lines.put(
                new RecoveryEvent.StepsOrphaned(AT, RUN, "blocks", List.of("index-7", "index-8")),
                "'event':'steps-orphaned',RUN,'cursor':'blocks','steps':'index-7, index-8'");
        lines.put(
                new RecoveryEvent.RewindExhausted(AT, "chain", "blocks", "105 (0xab)", 64),
                "'event':'rewind-exhausted','store':'chain','cursor':'blocks','from':'105 (0xab)','checked':64");
        lines.put(
                new RecoveryEvent.CheckFailed(AT, "api", 3, "connection refused"),
                "'event':'check-failed','check':'api','failures':3,'reason':'connection refused'");
        lines.put(
                new RecoveryEvent.CheckRecovered(AT, "api", TIME),
                "'event':'check-recovered','check':'api','lastedMillis':1500");
        lines.put(
                new RecoveryEvent.Healed(AT, "api", "restart", Optional.of(CAUSE), TIME),
                "'event':'healed','check':'api','what':'restart','tookMillis':1500," + CAUSES);
        lines.put(
                new RecoveryEvent.Healed(AT, "api", "restart", Optional.empty(), TIME),
                "'event':'healed','check':'api','what':'restart','tookMillis':1500");
        lines.put(
                new RecoveryEvent.HealingExhausted(AT, "api", "restart"),
                "'event':'healing-exhausted','check':'api','what':'restart'");
        lines.put(
                new RecoveryEvent.FailureDetected(AT, "web", "crashed", "exit code 1", TIME),
                "'event':'failure-detected','subject':'web','kind':'crashed','reason':'exit code 1','undetectedMillis':1500");
        lines.put(
                new RecoveryEvent.Cured(AT, "web", "restart", 2, TIME),
                "'event':'cured','subject':'web','by':'restart','tries':2,'tookMillis':1500");
        lines.put(
                new RecoveryEvent.Escalated(AT, "web", "frozen", 5, "nothing helped"),
                "'event':'escalated','subject':'web','kind':'frozen','tries':5,'reason':'nothing helped'");
        lines.put(new RecoveryEvent.EntryRestored(AT, "acme", "services", "web"), "");
        lines.put(
                new RecoveryEvent.EntryNotRestored(AT, "acme", "services", "web", 3, CAUSE),
                "'event':'entry-not-restored','tenant':'acme','ledger':'services','key':'web','attempts':3," + CAUSES);
        lines.put(
                new RecoveryEvent.LedgerRestored(AT, "", "services", 7, 1, 2, TIME),
                "'event':'ledger-restored','ledger':'services','restored':7,'skipped':1,'failed':2,'tookMillis':1500");
        lines.put(
                new RecoveryEvent.LossesAccepted(AT, "acme", "services", 2, "restored by hand"),
                "'event':'losses-accepted','tenant':'acme','ledger':'services','losses':2,'reason':'restored by hand'");
        lines.put(
                new RecoveryEvent.Reconciled(AT, "", "services", "1 missing", 1, 2),
                "'event':'reconciled','ledger':'services','differences':'1 missing','repaired':1,'failed':2");
        lines.put(
                new RecoveryEvent.WarmStarted(AT, "ports", 7, 1, List.of("segment 3")),
                "'event':'warm-started','restart':'ports','entries':7,'doubtful':1,'damages':['segment 3']");
        lines.put(
                new RecoveryEvent.ColdStarted(AT, "ports", "too-old", "8 days"),
                "'event':'cold-started','restart':'ports','reason':'too-old','description':'8 days'");
        lines.put(
                new RecoveryEvent.SyncEnded(
                        AT, "ports", RecoveryEvent.SyncResult.COMPLETE, "complete", 5, 1, 2, 3, 0, 4, TIME),
                "'event':'sync-ended','restart':'ports','ending':'complete','same':5,'changed':1,'added':2,'deleted':3,"
                        + "'suspect':0,'owed':4,'tookMillis':1500");
        return lines;
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) JsonMapper.builder().build().readTree(json);
    }

    private List<AuditRecord> recorded(RecoveryEvent event) {
        Path own = directory.resolve("audit" + System.identityHashCode(event));
        try (AuditLog log = AuditLog.at(own)) {
            log.on(event);
        }
        AuditReport report = AuditTrail.of(own).read();
        assertThat(report.unreadable()).isEmpty();
        return report.records();
    }

    @Test
    void each_kind_of_event_has_a_line_with_stable_names() {
        expected().forEach((event, line) -> {
            List<AuditRecord> records = recorded(event);
            if (line.isEmpty()) {
                assertThat(records).as("%s", event).isEmpty();
                return;
            }
            assertThat(records).hasSize(1);
            ObjectNode found = tree(records.get(0).json());
            assertThat(found.remove("host").stringValue()).isNotEmpty();
            assertThat(found.remove("pid").longValue())
                    .isEqualTo(ProcessHandle.current().pid());
            JsonNode wanted = tree(("{'at':'2026-11-21T09:00:00.123Z'," + line + "}")
                    .replace("RUN", "'job':'sync','run':'01KAJ8V2N4Q0Z8XW2T5R4C1BNM'")
                    .replace('\'', '"'));
            assertThat(found).isEqualTo(wanted);
        });
    }

    @Test
    void no_kind_of_event_is_forgotten() {
        Set<Class<?>> tried = expected().keySet().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(tried).containsExactlyInAnyOrder(RecoveryEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"quoted\" \\ back\\slash /",
                "line\nline\r\ttab\b\f",
                "\u0000\u0001\u001f\u007f\u0080\u009f",
                "\u2028 \u2029 \ufeff \uffff",
                "\ud83d\ude00 \u00e4\u4e2d",
                "}{][,:'",
            })
    void a_line_is_valid_json_whatever_is_in_it(String text) {
        AuditRecord record = recorded(new RecoveryEvent.Discarded(AT, new RunKey("job" + text, RUN.id()), text))
                .get(0);
        assertThat(tree(record.json()).get("reason").stringValue()).isEqualTo(text);
        assertThat(tree(record.json()).get("job").stringValue()).isEqualTo("job" + text);
        assertThat(record.job()).contains("job" + text);
        assertThat(record.json()).doesNotContain("\n", "\r", "\u2028");
    }

    @Test
    void half_a_pair_of_surrogates_stays_what_it_is() {
        String half = "a\ud83d" + "b\ude00";
        AuditRecord record =
                recorded(new RecoveryEvent.Discarded(AT, RUN, half)).get(0);
        assertThat(record.json()).contains("a\\ud83db\\ude00");
        assertThat(tree(record.json()).get("reason").stringValue()).isEqualTo(half);
    }

    @Test
    void a_line_has_a_limited_length() {
        Throwable deep = new IOException("x".repeat(100_000));
        for (int i = 0; i < 100; i++) {
            deep = new IOException("x".repeat(100_000), deep);
        }
        List<RecoveryEvent> events = List.of(
                new RecoveryEvent.SaveFailed(AT, RUN, 1, deep),
                new RecoveryEvent.Planned(AT, "job", Decision.REFUSE, Optional.empty(), "\u0001".repeat(1_000_000)),
                new RecoveryEvent.RollbackStarted(AT, RUN, "", Collections.nCopies(100_000, "step")));
        for (RecoveryEvent event : events) {
            String json = recorded(event).get(0).json();
            assertThat(json).hasSizeLessThan(50_000);
            assertThat(tree(json).get("at").stringValue()).isEqualTo(AT.toString());
        }
    }

    @Test
    void an_exception_that_cannot_be_printed_is_named() {
        RuntimeException silent = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("nothing to say");
            }
        };
        String json = recorded(new RecoveryEvent.SaveFailed(AT, RUN, 1, silent))
                .get(0)
                .json();
        assertThat(tree(json).get("cause").get(0).stringValue()).contains("AuditLinesTest");
    }
}
