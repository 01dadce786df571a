package io.github.recovery4j.journal;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.SafeName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named journals in a directory, two levels deep:
 *
 * <pre>
 * ledger.services/events/            a {@link FileJournal}: what happened in the ledger 'services'
 * ledger.services/snapshots/         another one: what that added up to
 * ledger.acme.services/events/       the ledger 'services' of the tenant 'acme'
 * </pre>
 *
 * <p>The parts of a name are made {@linkplain SafeName safe} one by one, and a safe name has no dot: so no two names share
 * a directory. The directory is created with the first journal.
 */
public final class JournalDirectory implements NamedJournals, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JournalDirectory.class);
    private static final long SEGMENT = 4 << 20;

    private final Disk disk;
    private final Path directory;
    private final String identity;
    private final Map<JournalName, FileJournal> opened = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates a directory of journals; nothing is touched before the first is opened.
     *
     * @param disk the file system
     * @param directory where; its parent exists, and is durable
     * @param identity what tells this place from others, so that a file of another one is not taken for its own
     */
    public JournalDirectory(Disk disk, Path directory, String identity) {
        this.disk = disk;
        this.directory = directory;
        this.identity = identity;
    }

    @Override
    public Journal open(JournalName name) {
        requireOpen();
        FileJournal journal;
        try {
            create(directory);
            create(collection(name));
            journal = files(name).open();
        } catch (IOException e) {
            throw new JournalException(
                    "%s cannot be opened in %s (%s: %s); no record was changed"
                            .formatted(name, directory, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        }
        opened.put(name, journal);
        if (closed) {
            journal.close(); // the place was closed meanwhile, and may not have seen it
        }
        return journal;
    }

    /** Who finds one cannot tell whether its creator lived to make it durable. */
    private void create(Path wanted) throws IOException {
        Path parent = wanted.getParent();
        disk.createDirectory(wanted);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    @Override
    public List<Gap> read(JournalName name, long from, JournalReader reader) {
        requireOpen();
        try {
            return disk.resolve(path(name)).isEmpty()
                    ? List.of()
                    : files(name).view().replay(from, reader);
        } catch (IOException e) {
            throw new JournalException("%s cannot be read in %s (%s)".formatted(name, directory, e), e);
        }
    }

    private Path collection(JournalName name) {
        String tenant = name.tenant().isEmpty() ? "" : SafeName.of(name.tenant()) + ".";
        return directory.resolve(name.kind() + "." + tenant + SafeName.of(name.name()));
    }

    private Path path(JournalName name) {
        return collection(name).resolve(name.part());
    }

    private FileJournal.Builder files(JournalName name) {
        Path path = path(name);
        return FileJournal.builder(path)
                .identity("%s/%s/%s".formatted(identity, collection(name).getFileName(), name.part()))
                .segmentSize(SEGMENT)
                .disk(disk);
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(directory.toString());
        }
    }

    /** Closes what was opened and is not closed yet, as the death of the process would. */
    @Override
    public void close() {
        closed = true;
        opened.values().forEach(JournalDirectory::close);
    }

    private static void close(FileJournal journal) {
        try {
            journal.close();
        } catch (JournalException e) {
            log.warn("A journal was not closed in peace: {}", e.getMessage());
        }
    }
}
