package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** File storages, each with one mistake that somebody has made before, and the suite that has to find it. */
enum Mutant implements Mistake {
    FILES_ARE_NOT_SYNCED(Suite.CRASHES, disk(SyncMutants::withoutSyncOfFiles)),
    DIRECTORIES_ARE_NOT_SYNCED(Suite.CRASHES, disk(SyncMutants::withoutSyncOfDirectories)),
    THE_PARENTS_OF_A_NEW_STORAGE_ARE_NOT_SYNCED(Suite.CRASHES, disk(SyncMutants::withoutSyncOfParents)),
    A_FAILED_SYNC_IS_TRIED_AGAIN(Suite.FAULTS, disk(SyncMutants::withSyncsThatAreTriedAgain)),
    A_FAILED_SYNC_IS_IGNORED(Suite.FAULTS, disk(SyncMutants::withSyncsWhoseFailureIsIgnored)),
    SAVES_ARE_ACKNOWLEDGED_BEFORE_THE_SYNC(Suite.CRASHES, disk(SyncMutants::withSyncsThatComeAfterTheAcknowledgement)),
    FILES_ARE_SYNCED_AFTER_THEIR_RENAMING(Suite.CRASHES, disk(SyncMutants::withSyncOfFilesAfterTheirRenaming)),
    FILES_THAT_ARE_WRITTEN_OVER_ARE_NOT_SYNCED(Suite.CRASHES, disk(LogMutants::withoutSync)),
    THE_BACKUP_IS_WRITTEN_OVER(Suite.CRASHES, disk(NameMutants::withWritesOverTheBackup)),
    CHECKSUMS_ARE_NOT_COMPARED(Suite.ROT, disk(ReadMutants::withoutChecksums)),
    FILES_ARE_OVERWRITTEN_IN_PLACE(Suite.CRASHES, disk(NameMutants::withWritesInPlace)),
    A_NAME_IS_FREED_BEFORE_A_RENAMING(Suite.CRASHES, disk(NameMutants::withDeletionBeforeRenaming)),
    FILES_ARE_RENAMED_BY_COPYING(Suite.CRASHES, disk(NameMutants::withRenamingByCopy)),
    THERE_IS_NO_BACKUP(Suite.CRASHES, disk(NameMutants::withoutBackup)),
    A_FAILED_WRITE_IS_IGNORED(Suite.FAULTS, disk(WriteMutants::withWritesWhoseFailureIsIgnored)),
    A_RUN_IS_REMOVED_NEWEST_FIRST(Suite.CRASHES, disk(NameMutants::withRemovalOfTheNewestFirst)),
    A_RUN_IS_REMOVED_WITHOUT_A_SYNC_IN_BETWEEN(Suite.CRASHES, disk(NameMutants::withRemovalInOneGo)),
    FILES_STAY_OPEN(Suite.CRASHES, disk(WriteMutants::withFilesThatStayOpen)),
    LOCKS_DO_NOT_EXCLUDE(Suite.CONTRACT, disk(OwnerMutants::withLocksForEverybody)),
    TOKENS_ARE_CHECKED_ONCE(Suite.CONTRACT, disk(OwnerMutants::withTokensCheckedOnce)),
    FOREIGN_FILES_ARE_CLEANED_UP(Suite.CRASHES, disk(ReadMutants::withForeignFilesCleanedUp)),
    WHAT_CANNOT_BE_LISTED_IS_EMPTY(Suite.FAULTS, disk(ReadMutants::whereWhatCannotBeListedIsEmpty)),
    WHAT_CANNOT_BE_OPENED_IS_ABSENT(Suite.FAULTS, disk(ReadMutants::whereWhatCannotBeOpenedIsAbsent)),
    LEFTOVERS_ARE_APPENDED_TO(Suite.CRASHES, disk(WriteMutants::withLeftoversThatAreAppendedTo)),
    DAMAGE_IS_NOT_REPORTED(Suite.ROT, storage(StorageMutants::withDamageThatIsNotReported)),
    SAVES_ARE_LATE(Suite.CRASHES, storage(StorageMutants::withSavesThatAreLate)),
    A_FAILED_SAVE_IS_IGNORED(Suite.FAULTS, storage(StorageMutants::withSavesWhoseFailureIsIgnored)),
    STEPS_BACK_FIND_THE_NEWEST(Suite.CRASHES, storage(StorageMutants::withStepsBackThatFindTheNewest)),
    JOBS_ARE_TOLD_BY_THEIR_BEGINNING(Suite.CONTRACT, storage(StorageMutants::withJobsToldByTheirBeginning)),
    ATTEMPTS_ARE_NOT_RECORDED(Suite.CRASHES, storage(StorageMutants::withoutAttempts)),
    REMOVALS_DO_NOTHING(Suite.CRASHES, storage(StorageMutants::withRemovalsThatDoNothing));

    /** The real one. */
    static final StorageOpener NONE = disk(disk -> disk);

    private final Suite finder;
    private final StorageOpener opener;

    Mutant(Suite finder, StorageOpener opener) {
        this.finder = finder;
        this.opener = opener;
    }

    @Override
    public Optional<String> complaint(long seed) {
        return finder.complaint(opener, seed).map(complaint -> finder + ": " + complaint);
    }

    private static StorageOpener disk(UnaryOperator<Disk> mutation) {
        return (disk, directory, clock) -> FileStorage.builder(directory)
                .disk(mutation.apply(disk))
                .clock(clock)
                .open();
    }

    private static StorageOpener storage(UnaryOperator<Storage> mutation) {
        return (disk, directory, clock) -> mutation.apply(disk(same -> same).open(disk, directory, clock));
    }
}
