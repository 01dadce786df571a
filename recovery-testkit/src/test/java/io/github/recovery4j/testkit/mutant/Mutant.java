package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.util.function.UnaryOperator;

/** File storages, each with one mistake that somebody has made before. */
enum Mutant {
    FILES_ARE_NOT_SYNCED(disk(DiskMutants::withoutSyncOfFiles)),
    DIRECTORIES_ARE_NOT_SYNCED(disk(DiskMutants::withoutSyncOfDirectories)),
    THE_PARENTS_OF_A_NEW_STORAGE_ARE_NOT_SYNCED(disk(DiskMutants::withoutSyncOfParents)),
    A_FAILED_SYNC_IS_TRIED_AGAIN(disk(DiskMutants::withSyncsThatAreTriedAgain)),
    A_FAILED_SYNC_IS_IGNORED(disk(DiskMutants::withSyncsWhoseFailureIsIgnored)),
    SAVES_ARE_ACKNOWLEDGED_BEFORE_THE_SYNC(disk(DiskMutants::withSyncsThatComeAfterTheAcknowledgement)),
    FILES_ARE_SYNCED_AFTER_THEIR_RENAMING(disk(DiskMutants::withSyncOfFilesAfterTheirRenaming)),
    CHECKSUMS_ARE_NOT_COMPARED(disk(DiskMutants::withoutChecksums)),
    FILES_ARE_OVERWRITTEN_IN_PLACE(disk(DiskMutants::withWritesInPlace)),
    A_NAME_IS_FREED_BEFORE_A_RENAMING(disk(DiskMutants::withDeletionBeforeRenaming)),
    FILES_ARE_RENAMED_BY_COPYING(disk(DiskMutants::withRenamingByCopy)),
    THERE_IS_NO_BACKUP(disk(DiskMutants::withoutBackup)),
    A_FAILED_WRITE_IS_IGNORED(disk(DiskMutants::withWritesWhoseFailureIsIgnored)),
    A_RUN_IS_REMOVED_NEWEST_FIRST(disk(DiskMutants::withRemovalOfTheNewestFirst)),
    A_RUN_IS_REMOVED_WITHOUT_A_SYNC_IN_BETWEEN(disk(DiskMutants::withRemovalInOneGo)),
    FILES_STAY_OPEN(disk(DiskMutants::withFilesThatStayOpen)),
    LOCKS_DO_NOT_EXCLUDE(disk(DiskMutants::withLocksForEverybody)),
    TOKENS_ARE_CHECKED_ONCE(disk(DiskMutants::withTokensCheckedOnce)),
    FOREIGN_FILES_ARE_CLEANED_UP(disk(DiskMutants::withForeignFilesCleanedUp)),
    WHAT_CANNOT_BE_LISTED_IS_EMPTY(disk(DiskMutants::whereWhatCannotBeListedIsEmpty)),
    WHAT_CANNOT_BE_OPENED_IS_ABSENT(disk(DiskMutants::whereWhatCannotBeOpenedIsAbsent)),
    LEFTOVERS_ARE_APPENDED_TO(disk(DiskMutants::withLeftoversThatAreAppendedTo)),
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
