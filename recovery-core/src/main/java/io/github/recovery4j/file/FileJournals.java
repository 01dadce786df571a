package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.storage.RunJournals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The journals of the runs of a {@link FileStorage}, each a {@link FileJournal} in small segments. */
final class FileJournals implements RunJournals {

    private static final long SEGMENT = 1 << 20;

    private final Volume volume;
    private final FileLeases leases;
    private final String storageId;
    private final Set<Journal> open = ConcurrentHashMap.newKeySet();

    FileJournals(Volume volume, FileLeases leases, String storageId) {
        this.volume = volume;
        this.leases = leases;
        this.storageId = storageId;
    }

    @Override
    public Journal open(RunKey run, long token) {
        OwnerCheck owner = new OwnerCheck(volume, leases, run, token);
        Path directory = JournalFiles.directory(volume, run);
        try {
            volume.requireWritable();
            owner.requireOwner();
            OwnersDisk disk = new OwnersDisk(volume.disk(), owner, token);
            boolean present = JournalFiles.present(volume, directory);
            if (present) {
                disk.clean(directory);
            }
            return new OwnedJournal(volume, owner, () -> files(run, disk).open(), present, open);
        } catch (IOException e) {
            throw new StoreException(
                    "%s could not be opened: %s; nothing was changed".formatted(directory, e.getMessage()), e);
        }
    }

    @Override
    public List<Gap> read(RunKey run, JournalReader reader) {
        Path directory = JournalFiles.directory(volume, run);
        try {
            volume.requireOpen();
            if (!JournalFiles.present(volume, directory)) {
                return List.of();
            }
            return files(run, volume.disk()).view().replay(0, reader);
        } catch (JournalException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StoreException(
                    "%s could not be read: %s; nothing was changed".formatted(directory, e.getMessage()), e);
        }
    }

    /** The name of the job's directory stands for the job, whose own name may be of any length. */
    private FileJournal.Builder files(RunKey run, Disk disk) {
        Path directory = JournalFiles.directory(volume, run);
        return FileJournal.builder(directory)
                .identity("%s/%s/%s"
                        .formatted(storageId, volume.directory(run.job()).getFileName(), run.id()))
                .segmentSize(SEGMENT)
                .disk(disk);
    }

    /** Closes what its owners have left open, as the death of the process would. */
    void close() {
        open.forEach(Journal::close);
    }
}
