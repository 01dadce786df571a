package io.github.recovery4j.testkit.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A ledger against a model of it: never an id twice, never an acknowledged event lost, whatever happens. */
class LedgerSweepTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());

    private static final List<String> SMALL = List.of(
            "o c o c",
            "o pa1 pb2 ra0 pa1 ub1 l c o rb1 pc0 l ha c",
            "o ta0 tb1 pc0 w1 pa1 l c w1 o l hb c",
            "o pa3 pa3 pb3 pa3 ra0 pc3 pa3 c o pa3 pb2 l c o l c",
            "o pa3 pb3 pa3 pb3 pa3 pb3 pa3 pb3 pc4 pa4 pb4 hc c o l c",
            "o pa2 pb2 c o pa2 rb0 c o ub1 pa1 k");

    private static Stream<String> random(int number, int length) {
        return LongStream.iterate(SEED, seed -> seed + 1)
                .limit(number)
                .mapToObj(seed -> LedgerHost.random(seed, length));
    }

    private static SweepReport crash(Stream<String> scripts, int nesting) {
        SweepReport all = scripts.map(script -> new Crashes(new LedgerBench(script), SEED, nesting).run())
                .reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("Crashes of ledgers: %s, seed %d%n", all, SEED);
        return all;
    }

    private static SweepReport fail(Stream<String> scripts) {
        SweepReport all = scripts.map(script -> new Faults(() -> new LedgerBench(script), SEED).run())
                .reduce(SweepReport.NOTHING, SweepReport::plus);
        System.out.printf("Faults of ledgers: %s, seed %d%n", all, SEED);
        return all;
    }

    @Test
    void a_crash_before_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(crash(Stream.concat(SMALL.stream(), random(2, 20)), 50).states())
                .isGreaterThan(1_000);
    }

    @Test
    void a_fault_of_any_operation_loses_nothing_that_was_acknowledged() {
        assertThat(fail(SMALL.stream().limit(4)).states()).isGreaterThan(500);
    }

    @Test
    @Tag("nightly")
    void crashes_and_faults_of_long_scripts_lose_nothing() {
        assertThat(crash(random(15, 50), 20).states()).isGreaterThan(10_000);
        assertThat(fail(random(3, 30)).states()).isGreaterThan(500);
    }

    @Test
    void random_operations_on_a_disk_that_loses_power_agree_with_the_model() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int life = 0; life < 10; life++) {
            LedgerBench bench = new LedgerBench("");
            StringBuilder played = new StringBuilder();
            for (int part = 0; part < 8; part++) {
                String script = LedgerHost.random(random.nextLong(), 60).replaceAll(" c$", " k");
                played.append(script).append(" CRASH ");
                LedgerBench now = new LedgerBench(script, bench.disk(), bench.time(), bench.model());
                repeatable(played, () -> assertThat(now.run(now.disk())).isEmpty());
                List<Crash> crashes = Crash.ofEveryKind(random.nextLong());
                SimulatedDisk left = now.disk().crash(crashes.get(random.nextInt(crashes.size())));
                bench = now.after(left);
            }
            LedgerBench last = bench;
            repeatable(played, () -> last.inspect(last.disk()));
        }
    }

    @Test
    void random_operations_in_memory_agree_with_the_model() {
        for (int life = 0; life < 20; life++) {
            MemoryStorage storage = MemoryStorage.create();
            String script = LedgerHost.random(SEED + life, 400);
            LedgerHost host = new LedgerHost(
                    storage::namedJournals,
                    ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")),
                    new LedgerModel());
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
