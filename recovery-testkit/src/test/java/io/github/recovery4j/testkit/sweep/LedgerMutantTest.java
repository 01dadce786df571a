package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
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
    private static final Path DIRECTORY = Path.of("/ledger").toAbsolutePath();
    private static final List<String> SCRIPTS =
            List.of("o pa1 pb2 ra0 c o l pc1 c", "o ta0 pb1 c o l w2 l c", "o pa2 pb2 pc2 c o ra0 pb2 ub2 c o l c");

    /** A machine whose ledger may have a mistake; see {@link LedgerBench}. */
    private record Bench(
            UnaryOperator<NamedJournals> mutation,
            String script,
            SimulatedDisk disk,
            ManualTime time,
            LedgerModel model)
            implements Machine {

        static Bench of(UnaryOperator<NamedJournals> mutation, String script) {
            return new Bench(
                    mutation,
                    script,
                    new SimulatedDisk(),
                    ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")),
                    new LedgerModel());
        }

        @Override
        public Bench after(SimulatedDisk left) {
            return new Bench(mutation, script, left, ManualTime.startingAt(time.instant()), model.copy());
        }

        @Override
        public List<RuntimeException> run(Disk through) {
            return played(through, script);
        }

        private List<RuntimeException> played(Disk through, String words) {
            NamedJournals journals = mutation.apply(new SmallJournals(through, DIRECTORY));
            return new LedgerHost(() -> journals, time, model).play(words);
        }

        @Override
        public void inspect(Disk through) {
            List<RuntimeException> failures = played(through, "o l pz1 tb0 rc1 l c o w2 l hz hb ua1 pa3 hc c o l c");
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }

        @Override
        public boolean isClear(RuntimeException failure) {
            return failure instanceof JournalException;
        }

        @Override
        public void expectDamage() {
            throw new UnsupportedOperationException("damage is the matter of other tests");
        }

        @Override
        public long changes() {
            return model.changes();
        }

        @Override
        public String expectation() {
            return time.instant() + " " + model;
        }

        @Override
        public String toString() {
            return script;
        }
    }

    private static Optional<String> complaint(UnaryOperator<NamedJournals> mutation) {
        return SCRIPTS.stream()
                .flatMap(script -> Stream.<Runnable>of(
                        () -> new Crashes(Bench.of(mutation, script), SEED, 0).run(),
                        () -> new Faults(() -> Bench.of(mutation, script), SEED, 1).run()))
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
