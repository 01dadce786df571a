package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A ledger against a model of it: never an id twice, never an acknowledged event lost, whatever happens.
 * Of the faults every build tries a sample, which the seed chooses that is printed; the nightly tests try all.
 */
class LedgerSweepTest extends ModelSweep<LedgerBench> {

    private static final List<String> SMALL = List.of(
            "o c o c",
            "o pa1 pb2 ra0 pa1 ub1 l c o rb1 pc0 l ha c",
            "o ta0 tb1 pc0 w1 pa1 l c w1 o l hb c",
            "o pa3 pa3 pb3 pa3 ra0 pc3 pa3 c o pa3 pb2 l c o l c",
            "o pa3 pb3 pa3 pb3 pa3 pb3 pa3 pb3 pc4 pa4 pb4 hc c o l c",
            "o pa2 pb2 c o pa2 rb0 c o ub1 pa1 q");

    LedgerSweepTest() {
        super("ledgers");
    }

    @Override
    LedgerBench machine(String script) {
        return new LedgerBench(script);
    }

    @Override
    LedgerBench next(LedgerBench before, SimulatedDisk left, String script) {
        LedgerBench after = before.after(left);
        return new LedgerBench(before.journals(), script, left, after.time(), after.model());
    }

    @Override
    LedgerHost host(Supplier<NamedJournals> journals, ManualTime time) {
        return new LedgerHost(journals, time, new LedgerModel());
    }

    @Override
    String script(long seed, int length) {
        return LedgerHost.random(seed, length);
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(crash(Stream.concat(SMALL.stream(), random(2, 20)), 50).states())
                .isGreaterThan(1_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(fail(SMALL.stream().limit(4), Sweeps.oneOf(4)).states()).isGreaterThan(500);
    }

    @Test
    @Tag("nightly")
    void crashes_and_faults_of_long_scripts_lose_nothing() {
        assertThat(crash(random(15, 50), 20).states()).isGreaterThan(10_000);
        assertThat(fail(random(3, 30), 1).states()).isGreaterThan(500);
    }
}
