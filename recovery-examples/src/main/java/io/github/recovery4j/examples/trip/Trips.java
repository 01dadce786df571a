package io.github.recovery4j.examples.trip;

import io.github.recovery4j.examples.trip.BookingOffice.Booking;
import io.github.recovery4j.examples.trip.BookingOffice.FullException;
import io.github.recovery4j.job.NoState;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.step.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Books trips. How a step is undone is said beside the job, so that any later process finds it there; what may help by
 * itself is tried again; and what cannot be had undoes the rest.
 */
final class Trips {

    private final BookingOffice flights;
    private final BookingOffice hotels;
    private final BookingOffice cars;

    /** Offices below a directory; there are as many cars as are told. */
    Trips(Path directory, int numberOfCars) {
        this.flights = new BookingOffice(directory.resolve("flights"), 100);
        this.hotels = new BookingOffice(directory.resolve("hotels"), 100);
        this.cars = new BookingOffice(directory.resolve("cars"), numberOfCars);
    }

    /** The job; its configuration is the name of the trip. */
    RecoverableJob<String, NoState, String> job() {
        return RecoverableJob.saga("book-trip")
                .compensating("flight", Booking.class, (booking, step) -> flights.cancel(booking))
                .compensating("hotel", Booking.class, (booking, step) -> hotels.cancel(booking))
                .work(run -> {
                    run.step("flight", Booking.class, step -> flights.book(step.idempotencyKey()));
                    run.step("hotel", Booking.class, step -> hotels.book(step.idempotencyKey()));
                    run.step("car", Booking.class)
                            .retrying(RetryPolicy.attempts(3).only(e -> !(e instanceof FullException)))
                            .call(step -> cars.book(step.idempotencyKey()));
                    return "booked";
                })
                // who asks again after a crash at the very end books no second trip
                .remembering(Duration.ofDays(30), String.class);
    }

    /** What is booked, for people. */
    String bookings() throws Exception {
        return "%d flights, %d hotels, %d cars".formatted(flights.bookings(), hotels.bookings(), cars.bookings());
    }
}
