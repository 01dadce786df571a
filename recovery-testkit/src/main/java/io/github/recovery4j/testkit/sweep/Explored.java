package io.github.recovery4j.testkit.sweep;

import java.util.HashSet;
import java.util.Set;

/** The states that were inspected, by their hash: a run of a million has to fit into memory. */
final class Explored {

    private final Set<Long> hashes = new HashSet<>();

    /** Whether it is new; it is not from now on. */
    boolean add(String disk, String expectation) {
        return hashes.add(31 * hash(disk) + hash(expectation));
    }

    long count() {
        return hashes.size();
    }

    /** FNV-1a, of 64 bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
