package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of the state, each whole and of one moment.
 *
 * <p>The state is several journals which refer to each other: the queue knows on which place of which cursor its work hangs. A
 * copy of each at another moment, in whatever order, is not the state of any moment: a cursor that is older than its queue gives
 * the numbers of its places away again, and the queue takes the new ones for places that were given up. So nobody may have the
 * state open while it is copied.
 */
final class Backups {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private Backups() {}

    /** Copies the state, which nobody has open, under the name of this moment. */
    static Path take(Path state, Path backups) throws IOException {
        Path copy = backups.resolve(NAME.format(Instant.now()));
        Folder.copy(state, copy);
        return copy;
    }

    /** Puts a copy where there is no state; the copy stays. */
    static void restore(Path backup, Path state) throws IOException {
        if (!Files.isRegularFile(backup.resolve("storage.json"))) {
            throw new IOException(backup + " is no backup of a state, nothing was restored");
        }
        Folder.copy(backup, state);
    }

    static Optional<Path> newest(Path backups) throws IOException {
        try (Stream<Path> all = Files.list(backups)) {
            return all.filter(path -> path.getFileName().toString().endsWith("Z"))
                    .max(Comparator.naturalOrder());
        }
    }
}
