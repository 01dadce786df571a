package io.github.recovery4j.examples.sessions;

import java.util.UUID;

/** Names for windows and panes, which stay the same when those are renamed, moved, or built again by another server. */
final class Key {

    private static final int LENGTH = 8;

    private Key() {}

    static String create() {
        return UUID.randomUUID().toString().substring(0, LENGTH);
    }
}
