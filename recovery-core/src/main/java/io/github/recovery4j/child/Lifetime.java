package io.github.recovery4j.child;

/** How long a child is to run. */
public enum Lifetime {

    /** For ever: whenever it ends, it has crashed, and is started again. */
    SERVICE,

    /** Until it has done its work: exit code 0 is the end; after any other it has crashed, and is started again. */
    TASK,

    /** Once: exit code 0 is the end; after any other it has crashed, which is told, and it is not started again. */
    ONCE;

    /** Whether a child that ended with this exit code is done. */
    boolean isDone(int exitCode) {
        return this != SERVICE && exitCode == 0;
    }
}
