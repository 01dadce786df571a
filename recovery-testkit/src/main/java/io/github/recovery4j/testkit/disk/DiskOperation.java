package io.github.recovery4j.testkit.disk;

/** What a disk is asked to do; each can fail by itself, and a crash can come before each. */
public enum DiskOperation {

    /** Finding the real path of a directory. */
    RESOLVE,

    /** Creating a directory. */
    CREATE_DIRECTORY(true),

    /** Listing a directory. */
    LIST,

    /** Creating a file. */
    CREATE(true),

    /** Writing to a new file. */
    WRITE(true),

    /** Making the data of a file durable. */
    SYNC(true),

    /** Cutting a file. */
    CUT(true),

    /** Closing a file that was written. */
    CLOSE,

    /** Opening a file for reading. */
    OPEN,

    /** Reading from a file. */
    READ,

    /** Asking for the attributes of a name. */
    INSPECT,

    /** Renaming a file. */
    RENAME(true),

    /** Deleting a file. */
    DELETE(true),

    /** Making the entries of a directory durable. */
    SYNC_DIRECTORY(true),

    /** Opening a file for its locks. */
    OPEN_LOCKS(true),

    /** Taking a lock. */
    LOCK;

    private final boolean change;

    DiskOperation() {
        this(false);
    }

    DiskOperation(boolean change) {
        this.change = change;
    }

    /** {@return whether a crash after it may leave something else than a crash before it} */
    public boolean isChange() {
        return change;
    }
}
