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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** Where a new one goes. While there is none, it is not known whether the directory itself is durable. */
    Path create(Instant now) throws IOException {
        String name = TIME.format(now) + "-" + HexFormat.of().toHexDigits(RANDOM.nextLong());
        List<Path> present = journals();
        return present.isEmpty()
                ? DurableDirectory.open(disk, path, name).resolve(name)
                : present.get(0).resolveSibling(name);
    }

    /**
     * Deletes what need not be kept any more, oldest first, and nothing that somebody has open.
     *
     * @param before the time before which a journal was opened that may go
     * @param bytes how much may be left
     */
    void retain(Instant before, long bytes) throws IOException {
        Map<Path, Long> sizes = new LinkedHashMap<>();
        for (Path journal : journals()) {
            sizes.put(journal, size(journal));
        }
        long left = sizes.values().stream().mapToLong(Long::longValue).sum();
        for (Map.Entry<Path, Long> each : sizes.entrySet()) {
            boolean mayGo = opened(each.getKey()).isBefore(before) || left > bytes;
            if (mayGo && isGone(each.getKey())) {
                left -= each.getValue();
            }
        }
    }

    private static Instant opened(Path journal) {
        Matcher name = NAME.matcher(String.valueOf(journal.getFileName()));
        return name.matches() ? TIME.parse(name.group(1), Instant::from) : Instant.MAX;
    }

    /** One that goes meanwhile, or may not be looked into, takes no space that could be given back. */
    private long size(Path journal) {
        long size = 0;
        try {
            for (String name : disk.list(journal)) {
                size += sizeOf(journal.resolve(name));
            }
        } catch (IOException e) {
            log.warn("How long {} is cannot be told ({}); it stays", journal, e.toString());
        }
        return size;
    }

    private long sizeOf(Path file) throws IOException {
        try (Disk.OpenFile open = disk.open(file)) {
            return open.size();
        } catch (NoSuchFileException | NotRegularException e) {
            log.debug("{} takes no space: {}", file, e.toString());
            return 0;
        }
    }

    /** Somebody else who opens a journal may have deleted it before. */
    private boolean isGone(Path journal) throws IOException {
        if (disk.resolve(journal).isEmpty()) {
            return true;
        }
        return delete(journal);
    }

    /** Deletes one that nobody has open, and tells whether it is gone. */
    boolean delete(Path journal) {
        try {
            return journal(journal).delete();
        } catch (JournalException e) {
            log.warn("A journal stays in the audit log that could go: {}", e.getMessage());
            return false;
        }
    }
}
