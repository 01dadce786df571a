package io.github.recovery4j.testkit.sweep;

import static io.github.recovery4j.testkit.sweep.Sweeps.SEED;
import static io.github.recovery4j.testkit.sweep.Sweeps.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.file.Retention;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The sweeps of the storage in files. Of its faults and damages every build tries a sample, which the seed chooses that is
 * printed; the nightly tests try all.
 */
class FileStorageSweepTest {

    private static final StorageOpener TWO_GENERATIONS = keeping(2);
    private static final StorageOpener FOUR_GENERATIONS = keeping(4);

    private static StorageOpener keeping(int generations) {
        return (disk, directory, clock) -> FileStorage.builder(directory)
                .retention(Retention.DEFAULT.keeping(generations))
                .disk(disk)
                .clock(clock)
                .open();
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        CrashSweep two = new CrashSweep(TWO_GENERATIONS, SEED, 6);
        CrashSweep four = new CrashSweep(FOUR_GENERATIONS, SEED, 30);
        SweepReport crashes = all("Crashes", Script.small().stream(), two::run)
                .plus(all("Crashes, four generations kept", Script.small().stream(), four::run));
        assertThat(crashes.states()).isGreaterThan(10_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        FaultSweep sweep = new FaultSweep(TWO_GENERATIONS, SEED).oneOf(Sweeps.oneOf(4));
        SweepReport faults = all("Faults", Script.small().stream(), sweep::run);
        assertThat(faults.states()).isGreaterThan(5_000);
    }

    @Test
    void no_damage_leads_to_a_wrong_state_or_an_unrelated_error() {
        RotSweep sweep = new RotSweep(TWO_GENERATIONS, SEED, 30).oneOf(Sweeps.oneOf(4));
        SweepReport damages = all(
                "Damages",
                Stream.of("open own0 save0 save0 save0 count0 close", "open own0 save0 own2 save2 close")
                        .map(Script::of),
                sweep::run);
        assertThat(damages.states()).isGreaterThan(10_000);
    }

    @Test
    @Tag("nightly")
    void a_hundred_thousand_crashes_of_long_scripts_lose_nothing() {
        CrashSweep small = new CrashSweep(TWO_GENERATIONS, SEED, 1);
        CrashSweep smallOfFour = new CrashSweep(FOUR_GENERATIONS, SEED, 1);
        CrashSweep random = new CrashSweep(FOUR_GENERATIONS, SEED, 20);
        SweepReport crashes = all("Every recovery crashed", Script.small().stream(), small::run)
                .plus(all("Every recovery crashed, four generations kept", Script.small().stream(), smallOfFour::run))
                .plus(all("Long scripts", randomScripts(25, 60), random::run));
        assertThat(crashes.states()).isGreaterThan(100_000);
    }

    @Test
    @Tag("nightly")
    void faults_of_long_scripts_lose_nothing() {
        assertThat(all("Faults of long scripts", randomScripts(5, 40), new FaultSweep(FOUR_GENERATIONS, SEED)::run)
                        .states())
                .isPositive();
    }

    @Test
    @Tag("nightly")
    void a_hundred_thousand_damages_lead_to_no_wrong_state() {
        RotSweep sweep = new RotSweep(FOUR_GENERATIONS, SEED, 200);
        SweepReport damages = all(
                "Damages",
                Stream.of(
                                "open own0 save0 save0 save0 save0 save0 count0 close",
                                "open own0 save0 save0 finish0 close",
                                "open own0 save0 save0 own1 save1 save1 close",
                                "open own0 save0 save0 own2 save2 save2 count2 close")
                        .map(Script::of),
                sweep::run);
        assertThat(damages.states()).isGreaterThan(100_000);
    }

    private static Stream<Script> randomScripts(int number, int length) {
        return Sweeps.random(number, seed -> Script.random(seed, length));
    }
}
