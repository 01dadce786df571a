package io.github.recovery4j.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.TextCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads use one ledger, on every storage. */
class ManyUsersTest {

    private static final int WRITERS = 10;
    private static final int ITEMS = 100;
    private static final int READERS = 5;

    @TempDir
    static Path directory;

    static Stream<Arguments> storages() {
        return Stream.of(
                Arguments.of(Named.<Supplier<Storage>>of("memory", MemoryStorage::create)),
                Arguments.of(Named.<Supplier<Storage>>of("files", () -> FileStorage.open(directory.resolve("files")))),
                Arguments.of(Named.<Supplier<Storage>>of(
                        "journal", () -> JournalStorage.open(directory.resolve("journal")))));
    }

    private static Recovery open(Supplier<Storage> storage) {
        RecoveryBuilder builder =
                Recovery.builder().storage(storage).codec(new TextCodec()).shutdownOn(ShutdownTrigger.none());
        return builder.open();
    }

    @ParameterizedTest
    @MethodSource("storages")
    void ten_writers_and_five_readers_end_with_exactly_a_thousand(Supplier<Storage> storage) throws Exception {
        Storage opened = storage.get();
        AtomicBoolean over = new AtomicBoolean();
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        try (Recovery recovery = open(() -> opened)) {
            Ledger<String, Long> ledger = recovery.ledger("items", String.class, Long.class);
            ExecutorService threads = Executors.newCachedThreadPool();
            List<Future<?>> readers = new ArrayList<>();
            List<Future<?>> writers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(() -> read(ledger, over)));
            }
            for (int writer = 0; writer < WRITERS; writer++) {
                int mine = writer;
                writers.add(threads.submit(() -> {
                    for (long item = 0; item < ITEMS; item++) {
                        assertThat(ids.add(ledger.put(mine + "/" + item, item))).isTrue();
                    }
                }));
            }
            for (Future<?> each : writers) {
                each.get(2, TimeUnit.MINUTES);
            }
            over.set(true);
            for (Future<?> each : readers) {
                each.get(2, TimeUnit.MINUTES);
            }
            threads.shutdown();
            requireAll(ledger);
            assertThat(ids).hasSize(WRITERS * ITEMS).allMatch(id -> id >= 1 && id <= WRITERS * ITEMS);
        }
        if (!(opened instanceof MemoryStorage)) {
            try (Recovery recovery = open(storage)) {
                requireAll(recovery.ledger("items", String.class, Long.class));
            }
        }
    }

    /** What a reader has seen, it sees again: each look shows at least what the one before did. */
    private static void read(Ledger<String, Long> ledger, AtomicBoolean over) {
        Set<String> seen = new HashSet<>();
        while (!over.get()) {
            List<String> now = ledger.live().stream().map(LedgerEntry::key).toList();
            assertThat(new HashSet<>(now)).hasSize(now.size()).containsAll(seen);
            seen.addAll(now);
        }
    }

    private static void requireAll(Ledger<String, Long> ledger) {
        assertThat(ledger.live()).hasSize(WRITERS * ITEMS);
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = writer + "/";
            assertThat(ledger.live().stream().map(LedgerEntry::key).filter(key -> key.startsWith(prefix)))
                    .as("each writer's in its order")
                    .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                            .limit(ITEMS)
                            .map(item -> prefix + item)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("storages")
    void no_update_is_lost_when_many_update_one_entry(Supplier<Storage> storage) throws Exception {
        try (Recovery recovery = open(storage)) {
            Ledger<String, Long> ledger = recovery.ledger("counter", String.class, Long.class);
            ledger.put("count", 0L);
            ExecutorService threads = Executors.newCachedThreadPool();
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        ledger.update("count", count -> count + 1);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(2, TimeUnit.MINUTES);
            }
            threads.shutdown();
            assertThat(ledger.get("count")).contains(100L);
            assertThat(ledger.history("count").events())
                    .extracting(LedgerEvent::kind)
                    .containsOnlyOnce(LedgerEvent.Kind.PUT)
                    .hasSize(101);
        }
    }
}
