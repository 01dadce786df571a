package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.file.FileStorage;
import org.junit.jupiter.api.Test;

class FileStorageSweepTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final StorageOpener FILES = (disk, directory, clock) ->
            FileStorage.builder(directory).disk(disk).clock(clock).open();

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        CrashSweep sweep = new CrashSweep(FILES, SEED, Integer.getInteger("nesting", 10));
        SweepReport all = SweepReport.NOTHING;
        for (Script script : Script.small()) {
            SweepReport report = sweep.run(script);
            System.out.println(report);
            all = all.plus(report);
        }
        System.out.println("Crashes: " + all);
        assertThat(all.states()).isGreaterThan(10_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        FaultSweep sweep = new FaultSweep(FILES, SEED);
        SweepReport all = SweepReport.NOTHING;
        for (Script script : Script.small()) {
            all = all.plus(sweep.run(script));
        }
        System.out.println("Faults: " + all);
        assertThat(all.states()).isGreaterThan(1_000);
    }
}
