package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.document.Document;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.SubjectStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * How everything stands, in {@code status.json}, for other processes.
 *
 * @param keeper who has written it
 * @param subjects the server and the sessions
 */
record Report(ProcessId keeper, List<SubjectStatus> subjects) {

    private static final String FILE = "status.json";

    /** Empty if no keeper has written one. */
    static Optional<Report> read(Path folder) throws IOException {
        try {
            return Optional.of(Document.JSON.read(Files.readAllBytes(folder.resolve(FILE)), Report.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("%s cannot be understood: %s".formatted(folder.resolve(FILE), e.getMessage()), e);
        }
    }

    void write(Path folder) throws IOException {
        Path draft = folder.resolve(FILE + ".new");
        Files.write(draft, Document.JSON.write(this));
        Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
