package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.util.function.UnaryOperator;

/** File storages, each with one mistake that somebody has made before. */
enum Mutant {
    FILES_ARE_NOT_SYNCED(disk(SyncMutants::withoutSyncOfFiles)),
    DIRECTORIES_ARE_NOT_SYNCED(disk(SyncMutants::withoutSyncOfDirectories)),
    THE_PARENTS_OF_A_NEW_STORAGE_ARE_NOT_SYNCED(disk(SyncMutants::withoutSyncOfParents)),
    A_FAILED_SYNC_IS_TRIED_AGAIN(disk(SyncMutants::withSyncsThatAreTriedAgain)),
    A_FAILED_SYNC_IS_IGNORED(disk(SyncMutants::withSyncsWhoseFailureIsIgnored)),
    SAVES_ARE_ACKNOWLEDGED_BEFORE_THE_SYNC(disk(SyncMutants::withSyncsThatComeAfterTheAcknowledgement)),
    FILES_ARE_SYNCED_AFTER_THEIR_RENAMING(disk(SyncMutants::withSyncOfFilesAfterTheirRenaming)),
    FILES_THAT_ARE_WRITTEN_OVER_ARE_NOT_SYNCED(disk(LogMutants::withoutSync)),
    THE_BACKUP_IS_WRITTEN_OVER(disk(NameMutants::withWritesOverTheBackup)),
    CHECKSUMS_ARE_NOT_COMPARED(disk(ReadMutants::withoutChecksums)),
    FILES_ARE_OVERWRITTEN_IN_PLACE(disk(NameMutants::withWritesInPlace)),
    A_NAME_IS_FREED_BEFORE_A_RENAMING(disk(NameMutants::withDeletionBeforeRenaming)),
    FILES_ARE_RENAMED_BY_COPYING(disk(NameMutants::withRenamingByCopy)),
    THERE_IS_NO_BACKUP(disk(NameMutants::withoutBackup)),
    A_FAILED_WRITE_IS_IGNORED(disk(WriteMutants::withWritesWhoseFailureIsIgnored)),
    A_RUN_IS_REMOVED_NEWEST_FIRST(disk(NameMutants::withRemovalOfTheNewestFirst)),
    A_RUN_IS_REMOVED_WITHOUT_A_SYNC_IN_BETWEEN(disk(NameMutants::withRemovalInOneGo)),
    FILES_STAY_OPEN(disk(WriteMutants::withFilesThatStayOpen)),
    LOCKS_DO_NOT_EXCLUDE(disk(OwnerMutants::withLocksForEverybody)),
    TOKENS_ARE_CHECKED_ONCE(disk(OwnerMutants::withTokensCheckedOnce)),
    FOREIGN_FILES_ARE_CLEANED_UP(disk(ReadMutants::withForeignFilesCleanedUp)),
    WHAT_CANNOT_BE_LISTED_IS_EMPTY(disk(ReadMutants::whereWhatCannotBeListedIsEmpty)),
    WHAT_CANNOT_BE_OPENED_IS_ABSENT(disk(ReadMutants::whereWhatCannotBeOpenedIsAbsent)),
    LEFTOVERS_ARE_APPENDED_TO(disk(WriteMutants::withLeftoversThatAreAppendedTo)),
    DAMAGE_IS_NOT_REPORTED(storage(StorageMutants::withDamageThatIsNotReported)),
    SAVES_ARE_LATE(storage(StorageMutants::withSavesThatAreLate)),
    A_FAILED_SAVE_IS_IGNORED(storage(StorageMutants::withSavesWhoseFailureIsIgnored)),
    STEPS_BACK_FIND_THE_NEWEST(storage(StorageMutants::withStepsBackThatFindTheNewest)),
    JOBS_ARE_TOLD_BY_THEIR_BEGINNING(storage(StorageMutants::withJobsToldByTheirBeginning)),
    ATTEMPTS_ARE_NOT_RECORDED(storage(StorageMutants::withoutAttempts)),
    REMOVALS_DO_NOTHING(storage(StorageMutants::withRemovalsThatDoNothing));

    /** The real one. */
    static final StorageOpener NONE = disk(disk -> disk);

    private final StorageOpener opener;

    Mutant(StorageOpener opener) {
        this.opener = opener;
    }

    StorageOpener opener() {
        return opener;
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
