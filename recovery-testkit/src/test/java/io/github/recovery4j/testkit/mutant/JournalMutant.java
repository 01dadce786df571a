package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.sweep.JournalOpener;
import java.util.function.UnaryOperator;

/** Journals in files, each with one mistake that somebody has made before. */
enum JournalMutant {
    GROUPS_ARE_NOT_SYNCED(disk(LogMutants::withoutSync)),
    GROUPS_ARE_ACKNOWLEDGED_BEFORE_THE_SYNC(disk(LogMutants::withSyncsThatComeAfterTheAcknowledgement)),
    ANOTHER_SEGMENT_IS_SYNCED(disk(LogMutants::withSyncOfAnotherSegment)),
    A_CONDEMNED_SEGMENT_IS_SYNCED_AGAIN(disk(LogMutants::withSyncsThatAreTriedAgain)),
    A_CONDEMNED_SEGMENT_IS_USED_ON(disk(LogMutants::withSyncsWhoseFailureIsIgnored)),
    A_FAILED_WRITE_IS_IGNORED(disk(LogMutants::withWritesWhoseFailureIsIgnored)),
    SEGMENTS_ARE_NAMED_BEFORE_THEY_ARE_SYNCED(disk(LogMutants::withSegmentsNamedBeforeTheyAreSynced)),
    DIRECTORIES_ARE_NOT_SYNCED(disk(SyncMutants::withoutSyncOfDirectories)),
    FILES_ARE_RENAMED_BY_COPYING(disk(NameMutants::withRenamingByCopy)),
    DURABLE_RECORDS_ARE_WRITTEN_AGAIN(disk(LogMutants::withRecordsThatAreWrittenAgain)),
    SEGMENTS_STAY_OPEN(disk(LogMutants::withSegmentsThatStayOpen)),
    CHECKSUMS_ARE_NOT_COMPARED(disk(SegmentMutants::withoutChecksums)),
    POSITIONS_ARE_NOT_COMPARED(disk(SegmentMutants::withoutComparedPositions)),
    FOREIGN_FILES_ARE_CLEANED_UP(disk(ReadMutants::withForeignFilesCleanedUp)),
    WHAT_CANNOT_BE_LISTED_IS_EMPTY(disk(ReadMutants::whereWhatCannotBeListedIsEmpty)),
    WAKE_UPS_ARE_LOST(journal(JournalMutants::withWakeUpsThatAreLost)),
    INTERRUPTS_ARE_LOST(journal(JournalMutants::withInterruptsThatAreLost)),
    DAMAGE_IS_NOT_REPORTED(journal(JournalMutants::withDamageThatIsNotReported)),
    A_FAILED_APPEND_IS_IGNORED(journal(JournalMutants::withAppendsWhoseFailureIsIgnored)),
    APPENDS_ARE_DONE_TWICE(journal(JournalMutants::withAppendsThatAreDoneTwice)),
    A_SYNC_DOES_NOTHING(journal(JournalMutants::withoutSync)),
    RECORDS_ARE_NOT_DURABLE_IN_TIME(journal(JournalMutants::withRecordsThatAreNotDurableInTime)),
    TOO_MUCH_IS_RELEASED(journal(JournalMutants::withReleaseOfTooMuch));

    /** The real one. */
    static final JournalOpener NONE = disk(disk -> disk);

    private final JournalOpener opener;

    JournalMutant(JournalOpener opener) {
        this.opener = opener;
    }

    JournalOpener opener() {
        return opener;
    }

    private static JournalOpener disk(UnaryOperator<Disk> mutation) {
        return (disk, directory) -> FileJournal.builder(directory)
                .identity(SegmentMutants.IDENTITY)
                .segmentSize(8 << 10)
                .disk(mutation.apply(disk))
                .open();
    }

    private static JournalOpener journal(UnaryOperator<Journal> mutation) {
        return (disk, directory) -> mutation.apply(disk(same -> same).open(disk, directory));
    }
}
