package io.github.recovery4j.audit;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.DurableDirectory;
import io.github.recovery4j.disk.NotRegularException;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.JournalException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journals of an audit log, each written by one process for a while and never again: {@code
 * 20261121T090000123Z-5f3a9c1e2b7d4a60}, the time of its opening and a random number. So any number of processes can
 * write side by side, and the time in the name and the longest while tell the age of what is in it.
 */
final class AuditDirectory {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final Pattern NAME = Pattern.compile("(\\d{8}T\\d{9}Z)-[0-9a-f]{16}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SEGMENT = 1 << 20;

    private final Disk disk;
    private final Path path;

    AuditDirectory(Disk disk, Path path) {
        this.disk = disk;
        this.path = path.toAbsolutePath();
    }

    /** The journals, oldest first; none if there is no such directory. */
    List<Path> journals() throws IOException {
        Optional<Path> root = disk.resolve(path);
        return root.isEmpty()
                ? List.of()
                : disk.list(root.get()).stream()
                        .filter(name -> NAME.matcher(name).matches())
                        .sorted()
                        .map(root.get()::resolve)
                        .toList();
    }

    /** The builder of one of them: to open it, to look at it, or to delete it. */
    FileJournal.Builder journal(Path journal) {
        return FileJournal.builder(journal)
                .identity("audit " + journal.getFileName())
                .segmentSize(SEGMENT)
                .disk(disk);
    }

    /** Opens a new one. Its first file is created with the first record. */
    FileJournal open(Instant now) throws IOException {
        String name = TIME.format(now) + "-" + HexFormat.of().toHexDigits(RANDOM.nextLong());
        List<Path> present = journals();
        Path journal = present.isEmpty()
                ? DurableDirectory.open(disk, path, name).resolve(name)
                : present.get(0).resolveSibling(name);
        return journal(journal).open();
    }

    /**
     * Deletes what need not be kept any more, oldest first, and nothing that somebody has open.
     *
     * @param before the time before which a journal was opened that may go
     * @param bytes how much may be left
     */
    void retain(Instant before, long bytes) throws IOException {
        List<Path> present = journals();
        long left = 0;
        for (Path journal : present) {
            left += size(journal);
        }
        for (Path journal : present) {
            if (opened(journal).isBefore(before) || left > bytes) {
                long size = size(journal);
                left -= delete(journal) ? size : 0;
            }
        }
    }

    private static Instant opened(Path journal) {
        Matcher name = NAME.matcher(String.valueOf(journal.getFileName()));
        return name.matches() ? TIME.parse(name.group(1), Instant::from) : Instant.MAX;
    }

    /** One that goes meanwhile has no size any more. */
    private long size(Path journal) throws IOException {
        long size = 0;
        for (String name : disk.list(journal)) {
            try (Disk.OpenFile file = disk.open(journal.resolve(name))) {
                size += file.size();
            } catch (NoSuchFileException | NotRegularException e) {
                log.debug("{} in {} takes no space: {}", name, journal, e.toString());
            }
        }
        return size;
    }

    private boolean delete(Path journal) {
        try {
            return journal(journal).delete();
        } catch (JournalException e) {
            log.warn("An old journal stays in the audit log: {}", e.getMessage());
            return false;
        }
    }
}
