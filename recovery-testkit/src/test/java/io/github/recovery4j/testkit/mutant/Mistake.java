package io.github.recovery4j.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;

/** A mistake in what is under test, which a suite has to find. */
interface Mistake {

    /** What the suite finds with this seed. */
    Optional<String> complaint(long seed);

    /** A mistake that only few of the choices show is looked for with several seeds; most are found with the first. */
    default void requireFound(long seed) {
        Optional<String> complaint = new SplittableRandom(seed)
                .longs(5)
                .mapToObj(this::complaint)
                .flatMap(Optional::stream)
                .findFirst();
        assertThat(complaint).as("what is wrong with %s, seed %d", this, seed).isPresent();
        System.out.printf("%s is found by %s%n", this, complaint.get().replaceAll("(?s)(.{160}).*", "$1…"));
    }
}
