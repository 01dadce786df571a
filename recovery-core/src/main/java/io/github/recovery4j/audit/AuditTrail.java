package io.github.recovery4j.audit;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds what an {@link AuditLog} has recorded, while it is being written or later, in whatever process. Nothing is locked or
 * changed.
 *
 * <pre>{@code
 * AuditReport report = AuditTrail.of(Path.of(".recovery-audit")).job("sync").from(yesterday).read();
 * report.writeTo(System.out);
 * }</pre>
 *
 * <p>A trail is a question; narrowing it makes another one. Immutable, so safe for use by many threads.
 */
public final class AuditTrail {

    private final AuditDirectory directory;
    private final Predicate<AuditRecord> wanted;

    private AuditTrail(AuditDirectory directory, Predicate<AuditRecord> wanted) {
        this.directory = directory;
        this.wanted = wanted;
    }

    /**
     * {@return everything that is on record}
     *
     * @param directory of the audit log; nothing is on record if it does not exist
     */
    public static AuditTrail of(Path directory) {
        return of(directory, Disk.local());
    }

    /**
     * {@return everything that is on record}
     *
     * @param directory of the audit log; nothing is on record if it does not exist
     * @param disk the file system it is on
     */
    public static AuditTrail of(Path directory, Disk disk) {
        return new AuditTrail(new AuditDirectory(disk, directory), record -> true);
    }

    /**
     * {@return of these events, those of a run} That a run is begun was planned before it had an id: ask for the job, too.
     *
     * @param run which
     */
    public AuditTrail run(RunId run) {
        return only(record -> record.run().filter(run::equals).isPresent());
    }

    /**
     * {@return of these events, those of a job}
     *
     * @param job its name
     */
    public AuditTrail job(String job) {
        return only(record -> record.job().filter(job::equals).isPresent());
    }

    /**
     * {@return of these events, those of a time or later}
     *
     * @param first the first moment that counts
     */
    public AuditTrail from(Instant first) {
        return only(record -> !record.at().isBefore(first));
    }

    /**
     * {@return of these events, those before a time}
     *
     * @param end the first moment that does not count any more
     */
    public AuditTrail until(Instant end) {
        return only(record -> record.at().isBefore(end));
    }

    private AuditTrail only(Predicate<AuditRecord> condition) {
        return new AuditTrail(directory, wanted.and(condition));
    }

    /**
     * Looks for them. Takes the time to read the whole log, and the space of what is found.
     *
     * @return what was found; events of one moment are in the order in which their process recorded them
     * @throws JournalException if it cannot be told what there is; what is wrong with a part is in the report
     */
    public AuditReport read() {
        List<AuditRecord> found = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path journal : journals()) {
            try {
                List<Gap> gaps =
                        directory.journal(journal).view().replay(0, entry -> take(journal, entry, found, unreadable));
                gaps.forEach(gap -> unreadable.add(gap.toString()));
            } catch (JournalException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        found.sort(Comparator.comparing(AuditRecord::at));
        return new AuditReport(found, unreadable);
    }

    private List<Path> journals() {
        try {
            return directory.journals();
        } catch (IOException e) {
            throw new JournalException("The audit log cannot be listed: " + e, e);
        }
    }

    private void take(Path journal, Entry entry, List<AuditRecord> found, List<String> unreadable) {
        try {
            AuditRecord each = AuditRecord.parse(new String(entry.bytes(), StandardCharsets.UTF_8));
            if (wanted.test(each)) {
                found.add(each);
            }
        } catch (MalformedJsonException e) {
            unreadable.add("%s: the line at position %d is not understood, a newer release may have written it: %s"
                    .formatted(journal, entry.position(), e.getMessage()));
        }
    }
}
