package io.github.recovery4j.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.JournalException;
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
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.TextCodec;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** What one process does. */
    private void inLedgers(Consumer<Ledgers> use) {
        try (Storage storage = storage();
                Ledgers ledgers = new Ledgers(storage.namedJournals(), new TextCodec(), event -> {}, () -> NOW)) {
            use.accept(ledgers);
        }
    }

    private void inLedger(Consumer<Ledger<String, String>> use) {
        inLedgers(ledgers -> use.accept(ledgers.open(TEXTS)));
    }

    @Test
    void what_could_not_be_made_durable_is_not_shown_and_what_was_still_is() {
        inLedger(ledger -> {
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
        });
        inLedger(ledger -> {
            assertThat(ledger.get("good")).contains("1");
            assertThat(ledger.put("after", "1")).isEqualTo(2);
        });
    }

    @Test
    void a_grant_that_could_not_be_recorded_grants_nothing() {
        inLedgers(ledgers -> {
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
        });
    }

    @Test
    void what_is_restored_while_nothing_can_be_recorded_is_restored() {
        inLedger(ledger -> {
            ledger.put("a", "1");
            ledger.put("b", "1");
            RestoreReport<String> report =
                    Replayer.of(ledger, entry -> broken.set(true)).restore();
            assertThat(report.restored()).containsExactly("a", "b");
        });
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
        for (int opening : List.of(1, 2, 3)) {
            inLedger(ledger -> {
                assertThat(ledger.live()).hasSize(2 + opening);
                assertThat(ledger.unreadable()).hasSize(1);
                assertThat(ledger.put("key " + opening * 10, "new")).isEqualTo(200 + opening);
            });
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
