package io.github.recovery4j.testkit.sweep;

import static io.github.recovery4j.testkit.sweep.Sweeps.SEED;
import static io.github.recovery4j.testkit.sweep.Sweeps.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.FileJournal;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The sweeps of the journal. Of the faults every build tries a sample, which the seed chooses that is printed; the nightly tests
 * try all.
 */
class JournalSweepTest {

    private static final JournalSweep PLAIN =
            new JournalSweep((disk, directory) -> builder(directory).disk(disk).open(), SEED);
    private static final JournalSweep PADDED = new JournalSweep(
            (disk, directory) ->
                    builder(directory).segmentSize(16 << 10).padded().disk(disk).open(),
            SEED);

    private static FileJournal.Builder builder(Path directory) {
        return FileJournal.builder(directory).identity("sweep").segmentSize(8 << 10);
    }

    private static Stream<JournalScript> small() {
        return JournalScript.small().stream();
    }

    private static Stream<JournalScript> random(int number, int length) {
        return Sweeps.random(number, seed -> JournalScript.random(seed, length));
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        SweepReport crashes = all("Crashes", small(), script -> PLAIN.crash(script, 20))
                .plus(all("Crashes, padded", small(), script -> PADDED.crash(script, 40)))
                .plus(all("Crashes of long scripts", random(5, 30), script -> PLAIN.crash(script, 100)));
        assertThat(crashes.states()).isGreaterThan(5_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        int oneOf = Sweeps.oneOf(4);
        SweepReport faults = all("Faults", small(), PLAIN.oneOf(oneOf)::fail)
                .plus(all("Faults, padded", small().limit(3), PADDED.oneOf(oneOf)::fail));
        assertThat(faults.states()).isGreaterThan(300);
    }

    @Test
    void no_damage_leads_to_a_wrong_record_or_an_unrelated_error() {
        SweepReport damages = all(
                        "Damages",
                        Stream.of("open now1 now2 later1 within0 now1 now3 now4 later1 close")
                                .map(JournalScript::of),
                        script -> PLAIN.rot(script, 30))
                .plus(all(
                        "Damages of a journal that was not closed",
                        Stream.of("open now1 now2 later1 later2 now1 abandon").map(JournalScript::of),
                        script -> PLAIN.rot(script, 30)));
        assertThat(damages.states()).isGreaterThan(10_000);
    }

    @Test
    @Tag("nightly")
    void crashes_of_every_recovery_and_of_long_scripts_lose_nothing() {
        SweepReport crashes = all("Every recovery crashed", small(), script -> PLAIN.crash(script, 1))
                .plus(all("Every recovery crashed, padded", small(), script -> PADDED.crash(script, 1)))
                .plus(all("Long scripts", random(100, 60), script -> PLAIN.crash(script, 50)))
                .plus(all("Long scripts, padded", random(50, 60), script -> PADDED.crash(script, 50)));
        assertThat(crashes.states()).isGreaterThan(100_000);
    }

    @Test
    @Tag("nightly")
    void faults_of_long_scripts_lose_nothing() {
        SweepReport faults = all("Faults of long scripts", random(20, 40), PLAIN::fail)
                .plus(all("Faults of long scripts, padded", random(10, 40), PADDED::fail));
        assertThat(faults.states()).isGreaterThan(5_000);
    }

    @Test
    @Tag("nightly")
    void a_hundred_thousand_damages_lead_to_no_wrong_record() {
        SweepReport damages = all("Damages of many segments", rotten("close"), script -> PLAIN.rot(script, 300))
                .plus(all("Damages, not closed", rotten("abandon"), script -> PLAIN.rot(script, 300)))
                .plus(all("Damages, padded", rotten("close"), script -> PADDED.rot(script, 300)));
        assertThat(damages.states()).isGreaterThan(100_000);
    }

    private static Stream<JournalScript> rotten(String end) {
        return Stream.of(
                        "open now4 now2 now3 later1 now4 later2 now1 now4 release now4 now0 now1 ",
                        "open now1 close open now2 close open later1 later0 later2 sync within1 ",
                        "open now5 now1 later3 now1 now1 ")
                .map(words -> JournalScript.of(words + end));
    }
}
