package io.github.recovery4j.examples.trip;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.testkit.crash.CrashReport;
import io.github.recovery4j.testkit.crash.CrashTest;
import io.github.recovery4j.testkit.crash.JobUnderTest;
import io.github.recovery4j.testkit.crash.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TripsTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest();

    static final class WithCar implements JobUnderTest {
        @Override
        public Object run(Recovery recovery, World world) throws Exception {
            return book(recovery, new Trips(world.directory(), 1));
        }
    }

    static final class WithoutCar implements JobUnderTest {
        @Override
        public Object run(Recovery recovery, World world) throws Exception {
            return book(recovery, new Trips(world.directory(), 0));
        }
    }

    private static String book(Recovery recovery, Trips trips) throws Exception {
        RunOutcome<String> outcome = recovery.run(trips.job(), "trip-42");
        return "%s: %s".formatted(outcome.getClass().getSimpleName(), trips.bookings());
    }

    @Test
    void a_trip_is_booked_whole_or_not_at_all(@TempDir Path directory) throws Exception {
        try (Recovery recovery = Recovery.at(directory.resolve("recovery"))) {
            assertThat(book(recovery, new Trips(directory.resolve("offices"), 0)))
                    .isEqualTo("RolledBack: 0 flights, 0 hotels, 0 cars");
            assertThat(book(recovery, new Trips(directory.resolve("offices"), 1)))
                    .isEqualTo("Completed: 1 flights, 1 hotels, 1 cars");
        }
    }

    @Test
    void wherever_it_crashes_nothing_is_booked_twice() throws Exception {
        CrashReport report = crashes.pairs(20).everywhere(WithCar::new);
        assertThat(report.boundaries()).isPositive();
    }

    @Test
    void wherever_it_crashes_nothing_is_left_of_a_trip_that_cannot_be_had() throws Exception {
        CrashReport report = crashes.pairs(20).everywhere(WithoutCar::new);
        assertThat(report.boundaries()).isPositive();
        System.out.println(report.describe());
    }
}
