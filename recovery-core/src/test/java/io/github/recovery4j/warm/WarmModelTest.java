package io.github.recovery4j.warm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.memory.MemoryJournal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives against a model, on every storage. */
class WarmModelTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int FACTOR = Boolean.getBoolean("nightly") ? 20 : 1;

    @TempDir
    Path directory;

    private static void live(String where, Supplier<Process.Place> storage, int steps) {
        WarmModel model = new WarmModel(storage, SEED);
        try {
            model.live(steps * FACTOR);
        } catch (AssertionError e) {
            throw new AssertionError("seed %d: %s".formatted(SEED, e.getMessage()), e);
        }
        System.out.printf(
                "Warm restarts in %s: %,d steps, %d crashes, %d quiet restarts, seed %d%n",
                where, steps * FACTOR, model.crashes(), model.quiet(), SEED);
        assertThat(model.crashes()).isPositive();
        assertThat(model.quiet()).isPositive();
    }

    @Test
    void in_memory() {
        Map<JournalName, MemoryJournal> journals = new HashMap<>();
        live("memory", () -> new Process.Place(new Kept(journals), () -> {}), 4_000);
    }

    /** Journals in memory that outlive whoever has them open. */
    private record Kept(Map<JournalName, MemoryJournal> journals) implements NamedJournals {

        @Override
        public Journal open(JournalName name) {
            return journals.computeIfAbsent(name, key -> MemoryJournal.create()).reopen();
        }

        @Override
        public List<Gap> read(JournalName name, long from, JournalReader reader) {
            return Objects.requireNonNull(journals.get(name)).replay(from, reader);
        }
    }

    @Test
    void in_files() {
        live("files", () -> Process.Place.in(FileStorage.open(directory.resolve("files"))), 250);
    }

    @Test
    void in_a_journal() {
        live("a journal", () -> Process.Place.in(JournalStorage.open(directory.resolve("journal"))), 250);
    }
}
