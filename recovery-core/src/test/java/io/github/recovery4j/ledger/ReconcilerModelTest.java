package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledger and world change at random, also between the looks of a repair, and the ledger is opened again now and then. What is
 * wanted, alive and known stays alive unless it dies by itself; once nothing changes and everything is known, what is alive is what is wanted.
 */
@Timeout(120)
class ReconcilerModelTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final World world = new World();
    private final Set<String> died = new HashSet<>();
    private Ledgers ledgers;
    private Ledger<String, String> ledger;

    @Test
    void in_memory() {
        play(MemoryStorage.create(), 400);
    }

    @Test
    void in_files() {
        play(FileStorage.open(directory), 60);
    }

    @Test
    void in_a_journal() {
        play(JournalStorage.open(directory), 60);
    }

    private void play(Storage storage, int rounds) {
        try (storage) {
            open(storage);
            for (int round = 0; round < rounds; round++) {
                if (random.nextInt(8) == 0) {
                    ledgers.close();
                    open(storage);
                }
                repairAmongChanges("seed %d, round %d".formatted(SEED, round));
            }
            settle();
            ledgers.close();
        }
    }

    private void open(Storage storage) {
        ledgers = new Ledgers(storage.namedJournals(), new TestCodec(), event -> {}, InstantSource.system());
        ledger = ledgers.open(LedgerDefinition.named("services", String.class, String.class));
    }

    private void repairAmongChanges(String where) {
        for (int change = random.nextInt(4); change > 0; change--) {
            change();
        }
        boolean meanwhile = random.nextInt(3) == 0;
        world.beforeLook = () -> {
            if (meanwhile && world.looks % 2 == 0) {
                change();
            }
        };
        world.looks = 0;
        died.clear();
        List<String> before = world.keys();
        List<String> sure = live().stream().filter(before::contains).toList();
        world.repairing(ledger).repair();
        List<String> live = live();
        assertThat(world.keys())
                .as(where)
                .containsAll(sure.stream()
                        .filter(live::contains)
                        .filter(key -> !world.unknown.containsKey(key) && !died.contains(key))
                        .toList());
    }

    private void settle() {
        world.unknown.clear();
        world.beforeLook = () -> {};
        world.repairing(ledger).repair();
        assertThat(world.keys())
                .as("seed %d", SEED)
                .isEqualTo(live().stream().sorted().toList());
    }

    private List<String> live() {
        return ledger.live().stream().map(LedgerEntry::key).toList();
    }

    private void change() {
        String key = "key " + random.nextInt(6);
        switch (random.nextInt(7)) {
            case 0, 1 -> ledger.put(key, "spec");
            case 2 -> ledger.retire(key, "enough");
            case 3 -> world.start(key);
            case 4 -> world.unknown.put(key, "no answer");
            case 5 -> {
                world.alive.values().remove(key);
                died.add(key);
            }
            default -> world.unknown.remove(key);
        }
    }
}
