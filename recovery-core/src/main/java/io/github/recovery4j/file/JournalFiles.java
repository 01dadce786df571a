package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journal.FileJournal;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a run's journal: {@code 01J8….journal}, beside the reports of the run. */
final class JournalFiles {

    private static final Logger log = LoggerFactory.getLogger(JournalFiles.class);
    private static final String ENDING = ".journal";
    private static final Pattern DIRECTORY = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}\\" + ENDING);

    private JournalFiles() {}

    static Path directory(Volume volume, RunKey run) {
        return directory(volume.directory(run.job()), run.id());
    }

    static Path directory(Path job, RunId run) {
        return job.resolve(run.text() + ENDING);
    }

    /** The run whose journal has this name, if it is one's. */
    static Optional<RunId> run(String name) {
        return DIRECTORY.matcher(name).matches()
                ? Optional.of(new RunId(name.substring(0, name.length() - ENDING.length())))
                : Optional.empty();
    }

    private static boolean isContent(String name) {
        return FileJournal.isFileName(name) || OwnersDisk.isUnfinished(name);
    }

    static boolean present(Volume volume, Path directory) throws IOException {
        return volume.disk().isDirectory(directory)
                && volume.disk().list(directory).stream().anyMatch(JournalFiles::isContent);
    }

    /** Takes the journal of a run away that is gone, durably. Files of somebody else stay, and their directory. */
    static void delete(Volume volume, Path directory) throws IOException {
        if (!volume.disk().isDirectory(directory)) {
            return;
        }
        for (String name : volume.disk().list(directory)) {
            if (isContent(name)) {
                volume.disk().delete(directory.resolve(name));
            }
        }
        volume.syncDirectory(directory);
        try {
            volume.disk().delete(directory);
        } catch (DirectoryNotEmptyException e) {
            log.debug("{} is left: there is something in it that is not ours", directory);
        }
        volume.syncDirectory(directory.getParent());
    }
}
