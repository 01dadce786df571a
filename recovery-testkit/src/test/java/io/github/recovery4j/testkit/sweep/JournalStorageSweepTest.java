package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journaling.JournalStorage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sweeps of the storage in a journal; segments are small and the compaction works in the thread of who saves. */
class JournalStorageSweepTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final StorageOpener OPENER = (disk, directory, clock) -> JournalStorage.builder(directory)
            .segmentSize(8 << 10)
            .compactedBy(Runnable::run)
            .disk(disk)
            .clock(clock)
            .open();

    private static SweepReport all(String what, Stream<Script> scripts, Function<Script, SweepReport> sweep) {
        SweepReport all = scripts.map(sweep).reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("%s: %s, seed %d%n", what, all, SEED);
        return all;
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        CrashSweep sweep = new CrashSweep(OPENER, SEED, 20);
        assertThat(all("Crashes of a journal storage", Script.small().stream(), sweep::run)
                        .states())
                .isGreaterThan(1_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        FaultSweep sweep = new FaultSweep(OPENER, SEED);
        assertThat(all("Faults of a journal storage", Script.small().stream(), sweep::run)
                        .states())
                .isGreaterThan(1_000);
    }
}
