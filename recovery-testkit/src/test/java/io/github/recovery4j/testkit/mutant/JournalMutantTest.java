package io.github.recovery4j.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link MutantTest}, for journals. */
class JournalMutantTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void every_mistake_is_found(JournalMutant mutant) {
        mutant.requireFound(SEED);
    }

    @Test
    void nothing_is_found_where_there_is_no_mistake() {
        assertThat(Arrays.stream(JournalSuite.values()).map(suite -> suite.complaint(JournalMutant.NONE, SEED)))
                .containsOnly(Optional.empty());
    }
}
