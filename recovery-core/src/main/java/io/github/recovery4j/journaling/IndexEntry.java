package io.github.recovery4j.journaling;

/**
 * Where the records of one run are. A position of {@link #NONE} is none.
 *
 * @param generation the newest generation
 * @param newest where it is
 * @param older where the generation before it is
 * @param attempts where its attempts are recorded
 * @param expires from when on it need not be kept, in seconds of the epoch
 * @param bytes about how many its newest record takes
 */
record IndexEntry(long generation, long newest, long older, long attempts, long expires, long bytes) {

    static final long NONE = -1;
    static final IndexEntry EMPTY = new IndexEntry(0, NONE, NONE, NONE, 0, 0);

    /** Whether there is a checkpoint: attempts alone make no run. */
    boolean isRun() {
        return newest != NONE || older != NONE;
    }

    /** With a checkpoint: a newer one, or one of those it has in another place. */
    IndexEntry saved(long number, long position, long size, long until) {
        if (number < generation) {
            return new IndexEntry(generation, newest, position, attempts, expires, bytes);
        }
        boolean next = number > generation && newest != NONE;
        return new IndexEntry(number, position, next ? newest : older, attempts, until, size);
    }

    IndexEntry attempted(long position) {
        return new IndexEntry(generation, newest, older, position, expires, bytes);
    }

    /** Without one of its checkpoints; what is left has the given generation. */
    IndexEntry without(long position, long left) {
        return position == newest
                ? new IndexEntry(left, older, NONE, attempts, expires, bytes)
                : new IndexEntry(generation, newest, NONE, attempts, expires, bytes);
    }

    boolean has(long position) {
        return position == newest || position == older || position == attempts;
    }
}
