package io.github.recovery4j.testkit.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * What a power loss leaves of that which was not durable. Everything that was is there afterwards.
 *
 * @param entries what becomes of creations, renamings and deletions
 * @param data what becomes of bytes in files
 * @param seed makes the choices where there are any; the same seed makes the same
 */
public record Crash(Entries entries, Data data, long seed) {

    /** What becomes of the changes of a directory since it was last synced. */
    public enum Entries {

        /** None survives. */
        LOST,

        /** All survive. */
        KEPT,

        /** Those before some moment survive, as on a file system with a journal. */
        UP_TO_A_MOMENT,

        /** The last survives alone, overtaking all before it. */
        LAST,

        /** Any of them survive, whatever their order. */
        ANY
    }

    /** What becomes of the bytes written to a file since it was last synced. */
    public enum Data {

        /** None survives; the file has its old length. */
        LOST,

        /** All survive. */
        KEPT,

        /** They end somewhere. */
        TORN,

        /** They end at a multiple of 512 bytes. */
        TORN_AT_A_SECTOR,

        /** They end at a multiple of 4,096 bytes. */
        TORN_AT_A_PAGE,

        /** The file has its new length; of its sectors of 512 bytes some are new, the others as they were, or zero. */
        SCATTERED,

        /** The file has its new length, and zeros where it was written. */
        ZEROED,

        /** The file has its new length, and anything where it was written. */
        GARBAGE
    }

    /**
     * {@return a crash of every kind}
     *
     * @param seed makes their choices
     */
    public static List<Crash> ofEveryKind(long seed) {
        List<Crash> all = new ArrayList<>();
        for (Entries entries : Entries.values()) {
            for (Data data : Data.values()) {
                all.add(new Crash(entries, data, seed));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return "entries %s, data %s, seed %d".formatted(entries, data, seed);
    }
}
