package io.github.recovery4j.examples.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.ledger.LedgerEvent;
import io.github.recovery4j.testkit.crash.CrashReport;
import io.github.recovery4j.testkit.crash.CrashTest;
import io.github.recovery4j.testkit.crash.JobUnderTest;
import io.github.recovery4j.testkit.crash.World;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same as on real chains, with a crash at every boundary: every record of the cursors, and of the queue. */
class TrackingCrashTest {

    private static final ScriptedChain BEFORE = ScriptedChain.of("one", "0x0", "0x1", "0x2", "0x3");
    private static final ScriptedChain AFTER = ScriptedChain.of("one", "0x0", "0x1", "0xb2", "0xb3", "0xb4");

    @RegisterExtension
    final CrashTest crashes = new CrashTest();

    @Test
    void wherever_it_crashes_the_book_has_what_the_chain_says_each_once() throws Exception {
        CrashReport report = crashes.pairs(20).everywhere(Reorganised::new);
        assertThat(report.boundaries()).as("10 blocks, 20 payments").isGreaterThan(60);
    }

    private static final class Reorganised implements JobUnderTest {

        /** The book of each trial: in memory, and the same for all lives of a trial. */
        private static final Map<Path, Disk> BOOKS = new ConcurrentHashMap<>();

        @Override
        public Object run(Recovery recovery, World world) throws Exception {
            Path replaced = world.directory().resolve("replaced");
            try (Book book = book(world.directory().resolve("book"))) {
                Tracking tracking = Tracking.open(recovery, book, line -> {});
                if (Files.notExists(replaced)) {
                    Catching.up(BEFORE, tracking);
                    world.effect("blocks are replaced", () -> Files.createFile(replaced));
                }
                Catching.up(AFTER, tracking);
                Map<String, String> histories = histories(book);
                assertThat(histories).allSatisfy((key, history) -> assertThat(history)
                        .isEqualTo(key.matches("one/0x[23]/.") ? "[PUT, RETIRED]" : "[PUT]"));
                return histories;
            }
        }

        private static Book book(Path directory) {
            Disk disk = BOOKS.computeIfAbsent(directory, trial -> new SimulatedDisk());
            return Book.in(() -> FileStorage.builder(directory).disk(disk).open());
        }

        private static Map<String, String> histories(Book book) {
            Map<String, String> histories = new TreeMap<>();
            for (ScriptedChain chain : List.of(BEFORE, AFTER)) {
                for (String hash : chain.hashes()) {
                    chain.payments(hash)
                            .forEach(payment -> histories.put(
                                    payment.key(),
                                    book.ledger().history(payment.key()).events().stream()
                                            .map(LedgerEvent::kind)
                                            .toList()
                                            .toString()));
                }
            }
            return histories;
        }
    }
}
