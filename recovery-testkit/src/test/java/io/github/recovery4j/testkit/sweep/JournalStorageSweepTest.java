package io.github.recovery4j.testkit.sweep;

import static io.github.recovery4j.testkit.sweep.Sweeps.SEED;
import static io.github.recovery4j.testkit.sweep.Sweeps.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journaling.JournalStorage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The sweeps of the storage in a journal; segments are small and the compaction works in the thread of who saves. Of the faults
 * every build tries a sample, which the seed chooses that is printed; the nightly tests try all.
 */
class JournalStorageSweepTest {

    private static final StorageOpener OPENER = (disk, directory, clock) -> JournalStorage.builder(directory)
            .segmentSize(8 << 10)
            .compactedBy(Runnable::run)
            .disk(disk)
            .clock(clock)
            .ticker(() -> 0)
            .open();

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        CrashSweep sweep = new CrashSweep(OPENER, SEED, 20);
        assertThat(all("Crashes of a journal storage", Script.small().stream(), sweep::run)
                        .states())
                .isGreaterThan(1_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        FaultSweep sweep = new FaultSweep(OPENER, SEED).oneOf(Sweeps.oneOf(4));
        assertThat(all("Faults of a journal storage", Script.small().stream(), sweep::run)
                        .states())
                .isGreaterThan(1_000);
    }

    @Test
    void no_damage_leads_to_a_wrong_state_or_an_unrelated_error() {
        RotSweep sweep = new RotSweep(OPENER, SEED, 5);
        assertThat(all("Damages of a journal storage", Stream.of(Script.of("open own0 save0 save0 close")), sweep::run)
                        .states())
                .isGreaterThan(10_000);
    }

    @Test
    @Tag("nightly")
    void damages_of_more_than_one_run_lead_to_no_wrong_state() {
        RotSweep sweep = new RotSweep(OPENER, SEED, 200);
        assertThat(all(
                                "Damages of a journal storage",
                                Stream.of(
                                                "open own0 save0 save0 save0 count0 close",
                                                "open own0 save0 own2 save2 close",
                                                "open own0 save0 save0 finish0 close")
                                        .map(Script::of),
                                sweep::run)
                        .states())
                .isGreaterThan(100_000);
    }

    @Test
    @Tag("nightly")
    void crashes_of_long_scripts_lose_nothing() {
        CrashSweep sweep = new CrashSweep(OPENER, SEED, 20);
        assertThat(all(
                                "Long scripts on a journal storage",
                                Sweeps.random(10, seed -> Script.random(seed, 60)),
                                sweep::run)
                        .states())
                .isGreaterThan(10_000);
    }
}
