package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.testkit.sweep.JournalOpener;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Journals in files, each with one mistake that somebody has made before, and the suite that has to find it. */
enum JournalMutant implements Mistake {
    GROUPS_ARE_NOT_SYNCED(JournalSuite.CRASHES, disk(LogMutants::withoutSync)),
    GROUPS_ARE_ACKNOWLEDGED_BEFORE_THE_SYNC(
            JournalSuite.CRASHES, disk(LogMutants::withSyncsThatComeAfterTheAcknowledgement)),
    ANOTHER_SEGMENT_IS_SYNCED(JournalSuite.CRASHES, disk(LogMutants::withSyncOfAnotherSegment)),
    A_CONDEMNED_SEGMENT_IS_SYNCED_AGAIN(JournalSuite.FAULTS, disk(LogMutants::withSyncsThatAreTriedAgain)),
    A_CONDEMNED_SEGMENT_IS_USED_ON(JournalSuite.FAULTS, disk(LogMutants::withSyncsWhoseFailureIsIgnored)),
    A_FAILED_WRITE_IS_IGNORED(JournalSuite.FAULTS, disk(LogMutants::withWritesWhoseFailureIsIgnored)),
    SEGMENTS_ARE_NAMED_BEFORE_THEY_ARE_SYNCED(
            JournalSuite.CRASHES, disk(LogMutants::withSegmentsNamedBeforeTheyAreSynced)),
    DIRECTORIES_ARE_NOT_SYNCED(JournalSuite.CRASHES, disk(SyncMutants::withoutSyncOfDirectories)),
    FILES_ARE_RENAMED_BY_COPYING(JournalSuite.CRASHES, disk(NameMutants::withRenamingByCopy)),
    DURABLE_RECORDS_ARE_WRITTEN_AGAIN(JournalSuite.CRASHES, disk(LogMutants::withRecordsThatAreWrittenAgain)),
    SEGMENTS_STAY_OPEN(JournalSuite.CRASHES, disk(LogMutants::withSegmentsThatStayOpen)),
    CHECKSUMS_ARE_NOT_COMPARED(JournalSuite.CRASHES, disk(SegmentMutants::withoutChecksums)),
    POSITIONS_ARE_NOT_COMPARED(JournalSuite.CRASHES, disk(SegmentMutants::withoutComparedPositions)),
    FOREIGN_FILES_ARE_CLEANED_UP(JournalSuite.CRASHES, disk(ReadMutants::withForeignFilesCleanedUp)),
    WHAT_CANNOT_BE_LISTED_IS_EMPTY(JournalSuite.FAULTS, disk(ReadMutants::whereWhatCannotBeListedIsEmpty)),
    WAKE_UPS_ARE_LOST(JournalSuite.CONTRACT, journal(JournalMutants::withWakeUpsThatAreLost)),
    INTERRUPTS_ARE_LOST(JournalSuite.CONTRACT, journal(JournalMutants::withInterruptsThatAreLost)),
    DAMAGE_IS_NOT_REPORTED(JournalSuite.ROT, journal(JournalMutants::withDamageThatIsNotReported)),
    A_FAILED_APPEND_IS_IGNORED(JournalSuite.FAULTS, journal(JournalMutants::withAppendsWhoseFailureIsIgnored)),
    APPENDS_ARE_DONE_TWICE(JournalSuite.CONTRACT, journal(JournalMutants::withAppendsThatAreDoneTwice)),
    A_SYNC_DOES_NOTHING(JournalSuite.CONTRACT, journal(JournalMutants::withoutSync)),
    RECORDS_ARE_NOT_DURABLE_IN_TIME(JournalSuite.CONTRACT, journal(JournalMutants::withRecordsThatAreNotDurableInTime)),
    TOO_MUCH_IS_RELEASED(JournalSuite.CONTRACT, journal(JournalMutants::withReleaseOfTooMuch));

    /** The real one. */
    static final JournalOpener NONE = disk(disk -> disk);

    private final JournalSuite finder;
    private final JournalOpener opener;

    JournalMutant(JournalSuite finder, JournalOpener opener) {
        this.finder = finder;
        this.opener = opener;
    }

    @Override
    public Optional<String> complaint(long seed) {
        return finder.complaint(opener, seed).map(complaint -> finder + ": " + complaint);
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
