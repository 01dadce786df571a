package io.github.recovery4j.testkit.mutant;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.jspecify.annotations.Nullable;

/**
 * What is under test at the moment, for classes of tests that are made by JUnit.
 *
 * @param <T> what opens it
 */
final class Tested<T> {

    private volatile @Nullable T opener;

    synchronized void test(T tested, Runnable tests) {
        opener = tested;
        try {
            tests.run();
        } finally {
            opener = null;
        }
    }

    /** What opens it; skips the test if another one has failed already. */
    T opener() {
        assumeFalse(Suite.hasComplained(), "one complaint is enough");
        T tested = opener;
        if (tested == null) {
            throw new IllegalStateException("Only to be run for a mutant");
        }
        return tested;
    }
}
