package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunNotCompletedException;
import io.github.recovery4j.job.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A saga without a job of its own is a transaction that is undone when it fails. */
class StandaloneSagasTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void a_saga_without_state_is_done_or_undone_as_a_whole() {
        Recovery recovery = recoveries.open();
        assertThat(recovery.<String>saga("trip", "42", run -> run.step("hotel", String.class, step -> "room")))
                .isEqualTo("room");
        assertThatExceptionOfType(RunNotCompletedException.class)
                .isThrownBy(() -> recovery.<String>saga("trip", "43", run -> {
                    run.step("hotel", String.class)
                            .compensate((room, step) -> done.add("cancel " + room + " of " + run.config()))
                            .call(step -> "room");
                    throw new IOException("no flight");
                }))
                .withMessageContaining("rolled back")
                .withCauseInstanceOf(IOException.class);
        assertThat(done).containsExactly("cancel room of 43");
    }

    @Test
    void a_saga_that_fails_before_it_has_done_anything_is_over_too() {
        RunOutcome<String> outcome = recoveries
                .open()
                .run(
                        RecoverableJob.saga("trip").work(run -> {
                            throw new IOException("no");
                        }),
                        "42");
        assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
    }

    @Test
    void a_saga_that_was_cut_short_goes_on_and_others_of_its_kind_are_not_touched() {
        Recovery recovery = recoveries.open();
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> recovery.saga("trip", "42", run -> {
                    run.step("hotel", step -> done.add("hotel"));
                    throw new OutOfMemoryError("the process ends");
                }));
        for (String id : List.of("43", "42")) {
            recovery.<Integer>saga("trip", id, run -> {
                run.step("hotel", step -> done.add("hotel of " + id));
                return 1;
            });
        }
        assertThat(done).containsExactly("hotel", "hotel of 43");
    }
}
