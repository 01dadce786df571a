package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A queue and cursors against a model of them: what was acknowledged stays, and no move is made that may not be made.
 * Of the faults every build tries a sample, which the seed chooses that is printed; the nightly tests try all.
 */
class QueueSweepTest extends ModelSweep<QueueBench> {

    private static final List<String> SMALL = List.of(
            "o c o c",
            "o sa0 sb1 k k y n l c o k Y l c",
            "o ax ha ax hb k ay bx1 y l c o hb k y l c",
            "o sa2 k c o k c o k c o l sb2 da0 w1 l c",
            "o ax ax ax ha hb sc1 k k f r bx2 ax hb ea l c");

    QueueSweepTest() {
        super("queues");
    }

    @Override
    QueueBench machine(String script) {
        return new QueueBench(script);
    }

    @Override
    QueueBench next(QueueBench before, SimulatedDisk left, String script) {
        QueueBench after = before.after(left);
        return new QueueBench(script, left, after.time(), after.model());
    }

    @Override
    QueueHost host(Supplier<NamedJournals> journals, ManualTime time) {
        return new QueueHost(journals, time, new QueueModel());
    }

    @Override
    String script(long seed, int length) {
        return QueueHost.random(seed, length);
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(crash(SMALL.stream(), 100).states()).isGreaterThan(500);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(fail(SMALL.stream().limit(3), Sweeps.oneOf(4)).states()).isGreaterThan(200);
    }

    @Test
    @Tag("nightly")
    void crashes_and_faults_of_long_scripts_lose_nothing() {
        assertThat(crash(random(30, 50), 20).states()).isGreaterThan(5_000);
        assertThat(fail(random(5, 50), 1).states()).isGreaterThan(1_000);
    }
}
