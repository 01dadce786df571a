package io.github.recovery4j.child;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For how long something has been so, as far as it was looked at. Safe for use by many threads. */
final class Lasting {

    private final Age age;
    private @Nullable Duration first;

    Lasting(Age age) {
        this.age = age;
    }

    /** Zero when it is not so, and when it is seen to be so for the first time. */
    synchronized Duration look(boolean isSo) {
        Duration now = age.now();
        if (!isSo) {
            first = null;
            return Duration.ZERO;
        }
        if (first == null) {
            first = now;
        }
        return now.minus(first);
    }
}
