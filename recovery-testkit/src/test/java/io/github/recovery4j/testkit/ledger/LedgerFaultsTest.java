package io.github.recovery4j.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalPoisonedException;
import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Instance;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerDefinition;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.ledger.ReconcileReport;
import io.github.recovery4j.ledger.Reconciler;
import io.github.recovery4j.ledger.Replayer;
import io.github.recovery4j.ledger.RestoreReport;
import io.github.recovery4j.ledger.SecretRegistry;
import io.github.recovery4j.ledger.Sighting;
import io.github.recovery4j.ledger.SmallLedgers;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.TextCodec;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a ledger does when its disk does not work, or what is on it is damaged. */
class LedgerFaultsTest {

    private static final Path DIRECTORY = Path.of("/storage").toAbsolutePath();
    private static final LedgerDefinition<String, String> TEXTS =
            LedgerDefinition.named("texts", String.class, String.class);
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final AtomicBoolean broken = new AtomicBoolean();

    private Storage storage() {
        FaultyDisk faulty = new FaultyDisk(disk, (operation, path) -> {
            if (broken.get() && operation.isChange()) {
                throw new IOException("Input/output error");
            }
        });
        return FileStorage.builder(DIRECTORY).disk(faulty).open();
    }

    private static Ledgers ledgers(Storage storage) {
        return new Ledgers(storage.namedJournals(), new TextCodec(), event -> {}, () -> NOW);
    }

    /** What one process does. */
    private void inLedger(Consumer<Ledger<String, String>> use) {
        try (Storage storage = storage();
                Ledgers ledgers = ledgers(storage)) {
            use.accept(ledgers.open(TEXTS));
        }
    }

    private static void requireFailureAtClose(Ledgers ledgers) {
        assertThatExceptionOfType(JournalException.class).isThrownBy(ledgers::close);
    }

    @Test
    void what_could_not_be_made_durable_is_not_shown_and_what_was_still_is() {
        try (Storage storage = storage()) {
            Ledgers ledgers = ledgers(storage);
            Ledger<String, String> ledger = ledgers.open(TEXTS);
            ledger.put("good", "1");
            broken.set(true);
            assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(() -> ledger.put("bad", "1"));
            assertThatExceptionOfType(JournalException.class).isThrownBy(() -> ledger.get("bad"));
            assertThatExceptionOfType(JournalException.class).isThrownBy(ledger::live);
            assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(() -> ledger.put("good", "2"));
            assertThat(ledger.get("good")).contains("1");
            broken.set(false);
            assertThatExceptionOfType(JournalPoisonedException.class)
                    .isThrownBy(() -> ledger.retire("good", "enough"))
                    .withMessageContaining("until it is opened again");
            requireFailureAtClose(ledgers);
        }
        inLedger(ledger -> {
            assertThat(ledger.get("good")).contains("1");
            assertThat(ledger.put("after", "1")).isEqualTo(2);
        });
    }

    @Test
    void a_grant_that_could_not_be_recorded_grants_nothing() {
        try (Storage storage = storage()) {
            Ledgers ledgers = ledgers(storage);
            SecretRegistry tokens = ledgers.secrets("api");
            tokens.grant("good", Grant.of("read"));
            broken.set(true);
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> tokens.grant("bad", Grant.of("everything")));
            assertThat(tokens.verify("bad")).isEmpty();
            assertThat(tokens.verify("good")).contains(Grant.of("read"));
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> tokens.grant("good", Grant.of("everything")));
            assertThat(tokens.verify("good")).contains(Grant.of("read"));
            requireFailureAtClose(ledgers);
        }
    }

    /** The record may reach the disk although its sync fails; then the next process finds a grant for a token that nobody has. */
    @Test
    void a_token_whose_grant_failed_is_known_to_nobody_and_what_is_left_of_it_can_be_revoked() {
        try (Storage storage = storage()) {
            Ledgers ledgers = ledgers(storage);
            SecretRegistry tokens = ledgers.secrets("api");
            tokens.issue(Grant.of("read"));
            broken.set(true);
            assertThatExceptionOfType(JournalException.class).isThrownBy(() -> tokens.issue(Grant.of("everything")));
            requireFailureAtClose(ledgers);
        }
        broken.set(false);
        try (Storage storage = storage();
                Ledgers ledgers = ledgers(storage)) {
            SecretRegistry tokens = ledgers.secrets("api");
            tokens.grants().stream()
                    .filter(granted -> granted.grant().permission().equals("everything"))
                    .forEach(granted -> tokens.revokeFingerprint(granted.fingerprint(), "its grant failed"));
            assertThat(tokens.grants()).extracting(granted -> granted.grant()).containsExactly(Grant.of("read"));
        }
    }

    @Test
    void what_is_restored_while_nothing_can_be_recorded_is_restored_and_closing_tells() {
        try (Storage storage = storage()) {
            Ledgers ledgers = ledgers(storage);
            Ledger<String, String> ledger = ledgers.open(TEXTS);
            ledger.put("a", "1");
            ledger.put("b", "1");
            RestoreReport<String> report =
                    Replayer.of(ledger, entry -> broken.set(true)).restore();
            assertThat(report.restored()).containsExactly("a", "b");
            requireFailureAtClose(ledgers);
        }
    }

    @Test
    void a_damaged_event_is_reported_harms_no_other_and_no_orphan_is_ended_on_a_doubt() throws Exception {
        inLedger(ledger -> {
            ledger.put("a", "the first");
            ledger.put("b", "the second");
            ledger.put("c", "the third");
        });
        damage("the second");
        inLedger(ledger -> {
            assertThat(ledger.live()).extracting(entry -> entry.key()).containsExactly("a", "c");
            assertThat(ledger.unreadable()).extracting(each -> each.event()).containsExactly(2L);
            assertThat(ledger.put("d", "the fourth")).isEqualTo(4);
            ReconcileReport<String, String, Integer> report = Reconciler.<String, String, Integer>of(
                            ledger, () -> Sighting.of(List.of(new Instance<>("b", 1), new Instance<>("a", 2))))
                    .onOrphaned(found -> {
                        throw new AssertionError("ended on a doubt");
                    })
                    .repair();
            assertThat(report.doubtful()).isPresent();
            assertThat(report.orphaned()).hasSize(1);
            assertThat(report.repairs())
                    .extracting(repair -> repair.outcome().name())
                    .containsExactly("LEFT");
        });
    }

    @Test
    void nothing_is_repaired_on_a_doubt_until_somebody_accepts_the_loss_and_that_is_on_record() throws Exception {
        inLedger(ledger -> {
            ledger.put("twice", "1");
            ledger.put("ended", "1");
            ledger.retire("ended", "the reason of the loss");
            ledger.put("a", "1");
        });
        damage("the reason of the loss");
        List<String> mended = new CopyOnWriteArrayList<>();
        for (int opening = 0; opening < 3; opening++) {
            try (Storage storage = storage();
                    Ledgers ledgers = ledgers(storage)) {
                Ledger<String, String> ledger = ledgers.open(TEXTS);
                Reconciler<String, String, Integer> reconciler = Reconciler.<String, String, Integer>of(
                                ledger,
                                () -> Sighting.of(List.of(new Instance<>("twice", 1), new Instance<>("twice", 2))))
                        .onDuplicated(found -> mended.add("twice"))
                        .onMissing(entry -> mended.add(entry.key()));
                if (opening == 0) {
                    assertThat(reconciler.repair().repairs())
                            .extracting(repair -> repair.outcome().name())
                            .containsExactly("LEFT", "LEFT", "LEFT");
                    assertThat(mended).isEmpty();
                    ledger.retire("ended", "it was in doubt");
                    assertThat(ledger.acceptLosses("looked after by hand")).hasSize(1);
                }
                mended.clear();
                assertThat(reconciler.repair().doubtful()).isEmpty();
                assertThat(mended).containsExactly("a", "twice");
                assertThat(ledger.unreadable()).isEmpty();
                assertThat(ledger.history("a").unreadable())
                        .as("it is lost still")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void after_a_snapshot_that_failed_another_one_is_taken_later() {
        AtomicBoolean noSnapshots = new AtomicBoolean(true);
        FaultyDisk faulty = new FaultyDisk(disk, (operation, path) -> {
            if (noSnapshots.get() && operation.isChange() && path.toString().contains("/snapshots/")) {
                throw new IOException("Input/output error");
            }
        });
        try (Storage storage = FileStorage.builder(DIRECTORY).disk(faulty).open();
                Ledgers ledgers = SmallLedgers.in(storage.namedJournals(), () -> NOW)) {
            noSnapshots.set(false);
            Ledger<String, String> ledger = ledgers.open(SmallLedgers.TEXTS);
            noSnapshots.set(true);
            putMuch(ledger);
            assertThat(snapshots(storage)).isZero();
            noSnapshots.set(false);
            putMuch(ledger);
            assertThat(snapshots(storage)).isPositive();
        }
        try (Storage storage = storage();
                Ledgers ledgers = SmallLedgers.in(storage.namedJournals(), () -> NOW)) {
            assertThat(ledgers.open(SmallLedgers.TEXTS).get("a")).contains("x".repeat(1000));
            assertThat(ledgers.open(SmallLedgers.TEXTS).unreadable()).isEmpty();
        }
    }

    private static void putMuch(Ledger<String, String> ledger) {
        for (int i = 0; i < 30; i++) {
            ledger.put("a", "x".repeat(1000));
        }
    }

    private static int snapshots(Storage storage) {
        AtomicInteger records = new AtomicInteger();
        storage.namedJournals()
                .read(new JournalName("ledger", "", "texts", "snapshots"), 0, entry -> records.incrementAndGet());
        return records.get();
    }

    @Test
    void damage_at_the_end_leads_to_no_id_twice() throws Exception {
        inLedger(ledger -> {
            ledger.put("a", "the first");
            ledger.put("b", "the second");
        });
        damage("the second");
        inLedger(ledger -> {
            assertThat(ledger.live()).hasSize(1);
            assertThat(ledger.unreadable()).isNotEmpty();
            assertThat(ledger.put("c", "the third")).isGreaterThan(2);
        });
    }

    @Test
    void a_damaged_snapshot_costs_time_and_no_entry() throws Exception {
        inLedger(ledger -> {
            for (int i = 0; i < 200; i++) {
                ledger.put("key " + i % 3, "x".repeat(1000) + " in round " + i);
            }
        });
        assertThat(damage("/snapshots/", " in round 199")).isPositive();
        inLedger(ledger -> {
            assertThat(ledger.live()).hasSize(3);
            assertThat(ledger.get("key 1").orElseThrow()).endsWith(" in round 199");
            assertThat(ledger.unreadable()).isEmpty();
            assertThat(ledger.put("key 1", "on")).isEqualTo(201);
        });
    }

    @Test
    void what_the_snapshot_knew_is_known_when_the_events_are_gone() throws Exception {
        inLedger(ledger -> {
            for (int i = 0; i < 200; i++) {
                ledger.put("key " + i % 3, "x".repeat(1000));
            }
        });
        for (Path file : disk.files()) {
            if (file.toString().contains("/events/")) {
                disk.delete(file);
            }
        }
        for (int opening = 1; opening <= 3; opening++) {
            try (Storage storage = storage();
                    Ledgers ledgers = ledgers(storage)) {
                Ledger<String, String> ledger = ledgers.open(TEXTS);
                assertThat(ledger.live()).hasSize(2 + opening);
                assertThat(ledger.unreadable()).hasSize(1);
                assertThat(ledger.put("key " + opening * 10, "new")).isEqualTo(200 + opening);
            }
        }
    }

    private void damage(String text) throws Exception {
        assertThat(damage("/events/", text)).isPositive();
    }

    private int damage(String part, String text) throws Exception {
        int damaged = 0;
        for (Path file : disk.files()) {
            byte[] bytes = disk.read(file);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            if (file.toString().contains(part) && at >= 0) {
                bytes[at + 1] ^= 1;
                disk.overwrite(file, bytes);
                damaged++;
            }
        }
        return damaged;
    }
}
