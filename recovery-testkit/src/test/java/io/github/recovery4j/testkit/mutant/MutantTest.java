package io.github.recovery4j.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.testkit.sweep.StorageOpener;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite that finds no fault in a storage with a mistake is no proof of the storage without. */
class MutantTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static Stream<String> complaints(StorageOpener opener, long seed) {
        return Arrays.stream(Suite.values())
                .map(suite -> suite.complaint(opener, seed).map(complaint -> suite + ": " + complaint))
                .flatMap(Optional::stream);
    }

    @ParameterizedTest
    @EnumSource
    void every_mistake_is_found(Mutant mutant) {
        Optional<String> complaint = Suite.seeds(SEED)
                .flatMap(seed -> complaints(mutant.opener(), seed))
                .findFirst();
        assertThat(complaint).as("what is wrong with %s, seed %d", mutant, SEED).isPresent();
        System.out.printf("%s is found by %s%n", mutant, complaint.get().replaceAll("(?s)(.{160}).*", "$1…"));
    }

    @Test
    void nothing_is_found_where_there_is_no_mistake() {
        assertThat(complaints(Mutant.NONE, SEED)).isEmpty();
    }
}
