package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.ledger.LedgerHistory;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.ledger.SmallLedgers;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Bytes that rot under a closed ledger: nothing is shown that was not put, and nothing is missing without a word. */
class LedgerRotTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Path DIRECTORY = Path.of("/ledger").toAbsolutePath();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int STRIDE = 61;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Set<String> everPut = new HashSet<>();
    private long lastId;
    private int reported;

    private static Ledgers ledgers(SimulatedDisk on) {
        return SmallLedgers.in(new SmallJournals(on, DIRECTORY), () -> NOW);
    }

    private void put(Ledger<String, String> ledger, String key, int size) {
        String value = lastId + "-".repeat(size);
        everPut.add(key + "=" + value);
        lastId = ledger.put(key, value);
    }

    private static List<String> live(Ledger<String, String> ledger) {
        return ledger.live().stream()
                .map(entry -> entry.key() + "=" + entry.value())
                .toList();
    }

    private static List<Long> ids(LedgerHistory<String> history) {
        return history.events().stream().map(LedgerEvent::id).toList();
    }

    @Test
    void rotten_bytes_are_reported_and_never_silently_skipped() throws IOException {
        List<String> live;
        List<Long> ids;
        for (int opening = 0; opening < 3; opening++) {
            try (Ledgers ledgers = ledgers(disk)) {
                Ledger<String, String> ledger = ledgers.open(SmallLedgers.TEXTS);
                for (int i = 0; i < 6; i++) {
                    put(ledger, "k" + i % 4, 300 * opening + 10 * i);
                }
                if (ledger.retire("k1", "enough")) {
                    lastId++;
                }
            }
        }
        try (Ledgers ledgers = ledgers(disk)) {
            live = live(ledgers.open(SmallLedgers.TEXTS));
            ids = ids(ledgers.open(SmallLedgers.TEXTS).history("k2"));
        }
        int looked = 0;
        for (Path file : disk.files()) {
            byte[] sound = disk.read(file);
            for (int at = random.nextInt(STRIDE); at < sound.length; at += 1 + random.nextInt(2 * STRIDE)) {
                byte[] rotten = sound.clone();
                rotten[at] ^= (byte) (1 << random.nextInt(8));
                SimulatedDisk damaged = disk.kill();
                damaged.overwrite(file, rotten);
                look(damaged, "%s, byte %d, seed %d".formatted(file, at, SEED), live, ids);
                looked++;
            }
        }
        System.out.printf("Rot of ledgers: %d damages, %d of them reported, seed %d%n", looked, reported, SEED);
        assertThat(reported).isGreaterThan(10);
    }

    private void look(SimulatedDisk damaged, String what, List<String> live, List<Long> ids) {
        try (Ledgers ledgers = ledgers(damaged)) {
            Ledger<String, String> ledger = ledgers.open(SmallLedgers.TEXTS);
            boolean told = !ledger.unreadable().isEmpty();
            assertThat(everPut).as(what).containsAll(live(ledger));
            if (!told) {
                assertThat(live(ledger))
                        .as("%s: entries are missing without a word", what)
                        .isEqualTo(live);
            }
            LedgerHistory<String> history = ledger.history("k2");
            if (!told && history.unreadable().isEmpty()) {
                assertThat(ids(history))
                        .as("%s: history is missing without a word", what)
                        .isEqualTo(ids);
            }
            if (told || !history.unreadable().isEmpty()) {
                reported++;
            }
            assertThat(ledger.put("k9", "on")).as("%s: the id", what).isGreaterThan(lastId);
        } catch (JournalException e) {
            reported++; // it says so, and opens nothing
        }
    }
}
