package io.github.recovery4j.testkit.disk;

import java.util.SplittableRandom;

/**
 * A {@link Crash} that happens to one disk. The choices of entries differ with the kind of data, which mostly has none
 * to make; those of data do not differ with the kind of entries, so that crashes look alike where entries are durable.
 *
 * @param crash what is lost
 * @param ofEntries makes the choices of entries
 * @param ofData makes the choices of data
 */
record Loss(Crash crash, SplittableRandom ofEntries, SplittableRandom ofData) {

    static Loss of(Crash crash) {
        return new Loss(
                crash,
                new SplittableRandom(crash.seed() + crash.data().name().hashCode()),
                new SplittableRandom(crash.seed()));
    }
}
