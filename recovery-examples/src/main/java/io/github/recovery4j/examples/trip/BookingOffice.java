package io.github.recovery4j.examples.trip;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Somebody else's system, which knows nothing of recovery but this: a booking has a key, and the same key books once. Each
 * booking is a file.
 */
final class BookingOffice {

    private final Path directory;
    private final int places;

    /** An office whose bookings are kept in a directory, and has so many places. */
    BookingOffice(Path directory, int places) {
        this.directory = directory;
        this.places = places;
    }

    /**
     * A booking.
     *
     * @param number by which it is cancelled
     */
    record Booking(String number) {}

    /** Thrown when no place is left. */
    static final class FullException extends IOException {

        private static final long serialVersionUID = 1;

        FullException(String message) {
            super(message);
        }
    }

    /** Books a place; asked for again with the same key it is the same booking. */
    Booking book(String key) throws IOException {
        String number = key.replace('/', '-').replace(' ', '-');
        Files.createDirectories(directory);
        if (!Files.exists(directory.resolve(number)) && bookings() >= places) {
            throw new FullException(directory.getFileName() + " is full");
        }
        try (FileChannel file =
                FileChannel.open(directory.resolve(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.force(true);
        } catch (FileAlreadyExistsException e) {
            return new Booking(number); // it was asked for before
        }
        return new Booking(number);
    }

    /** Cancels a booking, if it is not cancelled yet. */
    void cancel(Booking booking) throws IOException {
        Files.deleteIfExists(directory.resolve(booking.number()));
    }

    /** How many places are booked. */
    long bookings() throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
