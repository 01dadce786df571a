package io.github.recovery4j.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of steps as JSON, and sagas without a state, in the files of one process after the other. */
class JacksonStepsTest {

    record Booking(String room, int nights) {}

    @TempDir
    Path directory;

    private final List<String> done = new ArrayList<>();

    private Recovery open() {
        return Recovery.builder()
                .directory(directory)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    @Test
    void a_saga_is_undone_by_another_process_than_the_one_that_did_it() {
        var trip = RecoverableJob.saga("trip")
                .compensating("hotel", Booking.class, (booking, step) -> done.add("cancel " + booking))
                .compensating("nothing", Void.class, (nothing, step) -> done.add("undo " + nothing));
        try (Recovery first = open()) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> first.run(
                            trip.work(run -> {
                                run.step("hotel", Booking.class, step -> new Booking("7 ä", 2));
                                run.step("nothing", step -> done.add("nothing"));
                                throw new OutOfMemoryError("the process ends");
                            }),
                            "42"));
        }
        try (Recovery second = open()) {
            RunOutcome<Booking> outcome = second.run(
                    trip.work(run -> {
                        Booking booking = run.step("hotel", Booking.class, step -> new Booking("8", 3));
                        assertThat(booking).isEqualTo(new Booking("7 ä", 2));
                        throw new IOException("no flight");
                    }),
                    "42");
            assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
        }
        assertThat(done).containsExactly("nothing", "undo null", "cancel Booking[room=7 ä, nights=2]");
    }
}
