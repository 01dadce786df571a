package io.github.recovery4j.testkit.sweep;

import static io.github.recovery4j.testkit.sweep.Sweeps.SEED;
import static io.github.recovery4j.testkit.sweep.Sweeps.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is kept in journals against a model of it.
 *
 * @param <M> a machine on which it is kept
 */
abstract class ModelSweep<M extends Machine> {

    private final String what;

    ModelSweep(String what) {
        this.what = what;
    }

    abstract M machine(String script);

    /** The machine that goes on with another script, on the disk that is left. */
    abstract M next(M before, SimulatedDisk left, String script);

    abstract ScriptedHost<?> host(Supplier<NamedJournals> journals, ManualTime time);

    abstract String script(long seed, int length);

    final Stream<String> random(int number, int length) {
        return Sweeps.random(number, seed -> script(seed, length));
    }

    final SweepReport crash(Stream<String> scripts, int nesting) {
        return all("Crashes of " + what, scripts, script -> new Crashes(machine(script), SEED, nesting).run());
    }

    final SweepReport fail(Stream<String> scripts, int oneOf) {
        return all("Faults of " + what, scripts, script -> new Faults(() -> machine(script), SEED, oneOf).run());
    }

    @Test
    void random_operations_on_a_disk_that_loses_power_agree_with_the_model() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int life = 0; life < 10; life++) {
            M machine = machine("");
            SimulatedDisk left = machine.disk();
            StringBuilder played = new StringBuilder();
            for (int part = 0; part < 8; part++) {
                String script = script(random.nextLong(), 60).replaceAll(" c$", " q");
                played.append(script).append(" CRASH ");
                M now = next(machine, left, script);
                repeatable(played, () -> assertThat(now.run(now.disk())).isEmpty());
                List<Crash> crashes = Crash.ofEveryKind(random.nextLong());
                left = now.disk().crash(crashes.get(random.nextInt(crashes.size())));
                machine = now;
            }
            M last = next(machine, left, "");
            repeatable(played, () -> last.inspect(last.disk()));
        }
    }

    @Test
    void random_operations_in_memory_agree_with_the_model() {
        random(20, 400).forEach(script -> {
            MemoryStorage storage = MemoryStorage.create();
            ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
            ScriptedHost<?> host = host(storage::namedJournals, time);
            repeatable(script, () -> assertThat(host.play(script)).isEmpty());
        });
    }

    private static void repeatable(CharSequence script, Runnable test) {
        try {
            test.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("'%s': %s (seed %d)".formatted(script, e.getMessage(), SEED), e);
        }
    }
}
