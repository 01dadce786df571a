package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.NamedJournals;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sweep of ledgers finds mistakes: each of these ledgers has one. */
class LedgerMutantTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final List<String> SCRIPTS =
            List.of("o pa1 pb2 ra0 c o l pc1 c", "o ta0 pb1 c o l w2 l c", "o pa2 pb2 pc2 c o ra0 pb2 ub2 c o l c");

    private static Optional<String> complaint(UnaryOperator<NamedJournals> mutation) {
        return SCRIPTS.stream()
                .flatMap(script -> Stream.<Runnable>of(
                        () -> new Crashes(new LedgerBench(mutation, script), SEED, 0).run(),
                        () -> new Faults(() -> new LedgerBench(mutation, script), SEED, 1).run()))
                .flatMap(sweep -> complaint(sweep).stream())
                .findFirst();
    }

    private static Optional<String> complaint(Runnable sweep) {
        try {
            sweep.run();
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_mistake_is_found(LedgerMutant mutant) {
        Optional<String> complaint = complaint(mutant::of);
        assertThat(complaint).as("what is wrong with %s, seed %d", mutant, SEED).isPresent();
        System.out.printf("%s is found by %s%n", mutant, complaint.get().replaceAll("(?s)(.{160}).*", "$1…"));
    }

    @Test
    void nothing_is_found_where_there_is_no_mistake() {
        assertThat(complaint(UnaryOperator.identity())).as("seed %d", SEED).isEmpty();
    }
}
