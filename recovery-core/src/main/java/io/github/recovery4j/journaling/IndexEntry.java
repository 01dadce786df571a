package io.github.recovery4j.journaling;

/**
 * Where the records of one run are. A position of {@link #NONE} is none.
 *
 * @param generation the newest generation
 * @param newest where it is
 * @param older where the generation before it is
 * @param attempts where its attempts are recorded
 * @param expires from when on it need not be kept, in seconds of the epoch; {@link #NEVER} or later if it is always kept
 * @param newestBytes about how many its newest generation takes in the journal
 * @param olderBytes about how many the generation before takes
 */
record IndexEntry(
        long generation, long newest, long older, long attempts, long expires, long newestBytes, long olderBytes) {

    static final long NONE = -1;

    /** The end of the time that an index knows, a thousand years from now. */
    static final long NEVER = (1L << 35) - 1;

    static final IndexEntry EMPTY = new IndexEntry(0, NONE, NONE, NONE, 0, 0, 0);

    /** About how many bytes a record of attempts takes: all but the name of its job is always the same. */
    private static final int ATTEMPTS = 80;

    /** Whether there is a checkpoint: attempts alone make no run. */
    boolean isRun() {
        return newest != NONE || older != NONE;
    }

    /** Whether it is a run that was kept long enough, as far as the time tells. */
    boolean isOutdated(long now) {
        return isRun() && expires < NEVER && expires <= now;
    }

    /** About how many bytes of the journal are needed for it. */
    long bytes() {
        return newestBytes + olderBytes + (attempts == NONE ? 0 : ATTEMPTS);
    }

    /** With a checkpoint: a newer one, or one of those it has in another place. */
    IndexEntry saved(long number, long position, long size, long until) {
        if (number < generation) {
            return new IndexEntry(generation, newest, position, attempts, expires, newestBytes, size);
        }
        return number > generation && newest != NONE
                ? new IndexEntry(number, position, newest, attempts, until, size, newestBytes)
                : new IndexEntry(number, position, older, attempts, until, size, olderBytes);
    }

    IndexEntry attempted(long position) {
        return new IndexEntry(generation, newest, older, position, expires, newestBytes, olderBytes);
    }

    /** Without one of its checkpoints; what is left has the given generation. */
    IndexEntry without(long position, long left) {
        return position == newest
                ? new IndexEntry(left, older, NONE, attempts, expires, olderBytes, 0)
                : new IndexEntry(generation, newest, NONE, attempts, expires, newestBytes, 0);
    }

    boolean has(long position) {
        return position == newest || position == older || position == attempts;
    }
}
