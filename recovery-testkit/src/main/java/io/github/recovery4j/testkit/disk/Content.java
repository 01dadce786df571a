package io.github.recovery4j.testkit.disk;

import java.util.Arrays;

/** The bytes of a file, which never change: all copies of a disk share them, and what was found out about them. */
final class Content {

    private final byte[] bytes;
    private int hash;

    Content(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    /** Computed when it is asked for first; if it is 0, or two ask at once, once more. */
    int hash() {
        int known = hash;
        if (known == 0) {
            known = Arrays.hashCode(bytes);
            hash = known;
        }
        return known;
    }
}
