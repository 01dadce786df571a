package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.file.FileStorage;
import java.util.List;
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

    @Test
    void no_damage_leads_to_a_wrong_state_or_an_unrelated_error() {
        RotSweep sweep = new RotSweep(FILES, SEED, 20);
        SweepReport report = SweepReport.NOTHING;
        for (String script : List.of(
                "open own0 save0 save0 save0 count0 close",
                "open own0 save0 save0 finish0 close",
                "open own0 save0 save0 own1 save1 save1 close",
                "open own0 save0 save0 own2 save2 save2 count2 close")) {
            report = report.plus(sweep.run(Script.of(script)));
        }
        System.out.println("Rot: " + report);
        assertThat(report.states()).isGreaterThan(10_000);
    }
}
