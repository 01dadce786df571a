package io.github.recovery4j.child;

import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;

/**
 * Frozen when the time of modification of a file does not change any more. What it is does not matter, as the clock that it
 * comes from may be set, or be another machine's; what an earlier life left is no beat.
 */
final class Heartbeat implements FailureDetector {

    private final Path file;
    private final Duration limit;
    private final Age age;

    // guarded by this
    private Optional<FileTime> seen;
    private boolean beats;
    private Duration changed = Duration.ZERO;

    /** Created before the process is. */
    Heartbeat(Path file, Duration limit, Age age) {
        this.file = file;
        this.limit = limit;
        this.age = age;
        this.seen = before();
    }

    /** If that cannot be told, what an earlier life left counts as one beat. */
    private Optional<FileTime> before() {
        try {
            return modified();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<FileTime> modified() throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Diagnosis diagnose() throws IOException {
        return diagnosis(modified());
    }

    private synchronized Diagnosis diagnosis(Optional<FileTime> modified) {
        Duration now = age.now();
        if (!modified.equals(seen)) {
            beats |= modified.isPresent();
            seen = modified;
            changed = now;
        }
        Duration silent = now.minus(changed);
        if (silent.compareTo(limit) > 0) {
            return Diagnosis.failed(
                    FailureKind.FROZEN,
                    "no heartbeat in %s for %s, more than %s".formatted(file, Age.text(silent), Age.text(limit)));
        }
        return beats ? Diagnosis.healthy() : Diagnosis.unknown("no heartbeat in %s yet".formatted(file));
    }
}
