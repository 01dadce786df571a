package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A queue and cursors against a model of them: what was acknowledged stays, and no move is made that may not be made. */
class QueueSweepTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final List<String> SMALL = List.of(
            "o c o c",
            "o sa0 sb1 k k y n l c o k Y l c",
            "o ax ha ax hb k ay bx1 y l c o hb k y l c",
            "o sa2 k c o k c o k c o l sb2 da0 w1 l c",
            "o ax ax ax ha hb sc1 k k f r bx2 ax hb ea l c");

    private static SweepReport crash(List<String> scripts, int nesting) {
        SweepReport all = scripts.stream()
                .map(script -> new Crashes(new QueueBench(script), SEED, nesting).run())
                .reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("Crashes of queues: %s, seed %d%n", all, SEED);
        return all;
    }

    private static SweepReport fail(List<String> scripts) {
        SweepReport all = scripts.stream()
                .map(script -> new Faults(() -> new QueueBench(script), SEED).run())
                .reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("Faults of queues: %s, seed %d%n", all, SEED);
        return all;
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(crash(SMALL, 100).states()).isGreaterThan(500);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(fail(SMALL.subList(0, 3)).states()).isGreaterThan(200);
    }

    @Test
    @Tag("nightly")
    void crashes_and_faults_of_long_scripts_lose_nothing() {
        List<String> scripts = new SplittableRandom(SEED)
                .longs(30)
                .mapToObj(seed -> QueueHost.random(seed, 50))
                .toList();
        assertThat(crash(scripts, 20).states()).isGreaterThan(5_000);
        assertThat(fail(scripts.subList(0, 5)).states()).isGreaterThan(1_000);
    }

    @Test
    void random_operations_on_a_disk_that_loses_power_agree_with_the_model() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int life = 0; life < 10; life++) {
            QueueBench bench = new QueueBench("");
            StringBuilder played = new StringBuilder();
            for (int part = 0; part < 8; part++) {
                String script = QueueHost.random(random.nextLong(), 60).replaceAll(" c$", " q");
                played.append(script).append(" CRASH ");
                QueueBench now = new QueueBench(script, bench.disk(), bench.time(), bench.model());
                repeatable(played, () -> assertThat(now.run(now.disk())).isEmpty());
                List<Crash> crashes = Crash.ofEveryKind(random.nextLong());
                SimulatedDisk left = now.disk().crash(crashes.get(random.nextInt(crashes.size())));
                bench = now.after(left);
            }
            QueueBench last = bench;
            repeatable(played, () -> last.inspect(last.disk()));
        }
    }

    @Test
    void random_operations_in_memory_agree_with_the_model() {
        for (int life = 0; life < 20; life++) {
            MemoryStorage storage = MemoryStorage.create();
            String script = QueueHost.random(SEED + life, 400);
            QueueHost host = new QueueHost(
                    storage::namedJournals,
                    ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")),
                    new QueueModel());
            repeatable(script, () -> assertThat(host.play(script)).isEmpty());
        }
    }

    private static void repeatable(CharSequence script, Runnable test) {
        try {
            test.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("'%s': %s (seed %d)".formatted(script, e.getMessage(), SEED), e);
        }
    }
}
