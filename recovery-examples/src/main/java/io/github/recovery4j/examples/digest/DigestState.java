package io.github.recovery4j.examples.digest;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a run is.
 *
 * @param last the {@linkplain RelativeName#encoded() encoded} name of the last file that is done; empty at the start
 * @param files how many are in the manifest
 * @param bytes how many were digested
 * @param manifest how much of the manifest's part counts
 * @param unreadable what could not be read
 * @param complete whether every file is done, and only the manifest has to get its final name
 */
record DigestState(String last, long files, long bytes, Extent manifest, Unreadable unreadable, boolean complete) {

    static DigestState start() {
        return new DigestState("", 0, 0, Extent.EMPTY, Unreadable.NONE, false);
    }

    /**
     * The beginning of a file.
     *
     * @param length its bytes
     * @param crc32c their checksum
     */
    record Extent(long length, long crc32c) {
        static final Extent EMPTY = new Extent(0, 0);
    }

    /**
     * Files and directories that could not be read.
     *
     * @param count how many
     * @param first the first of them, for people
     */
    record Unreadable(long count, List<String> first) {

        static final Unreadable NONE = new Unreadable(0, List.of());
        private static final int LISTED = 50;

        Unreadable {
            first = List.copyOf(first);
        }

        Unreadable and(String what) {
            if (first.size() >= LISTED) {
                return new Unreadable(count + 1, first);
            }
            List<String> more = new ArrayList<>(first);
            more.add(what);
            return new Unreadable(count + 1, more);
        }
    }
}
