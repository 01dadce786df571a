package io.github.recovery4j.testkit.disk;

/** What a disk is asked to do; each can fail by itself, and a crash can come before each. */
public enum DiskOperation {

    /** Finding the real path of a directory. */
    RESOLVE,

    /** Creating a directory. */
    CREATE_DIRECTORY,

    /** Listing a directory. */
    LIST,

    /** Creating a file. */
    CREATE,

    /** Writing to a new file. */
    WRITE,

    /** Making the data of a file durable. */
    SYNC,

    /** Closing a file that was written. */
    CLOSE,

    /** Opening a file for reading. */
    OPEN,

    /** Reading from a file. */
    READ,

    /** Asking for the attributes of a name. */
    INSPECT,

    /** Renaming a file. */
    RENAME,

    /** Deleting a file. */
    DELETE,

    /** Making the entries of a directory durable. */
    SYNC_DIRECTORY,

    /** Opening a file for its locks. */
    OPEN_LOCKS,

    /** Taking a lock. */
    LOCK
}
