package io.github.recovery4j.testkit.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.testkit.KillableProcess;
import io.github.recovery4j.testkit.TextCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes on one directory, of which one after the other is killed or asked to end in the middle of its work, and
 * replaced. Every run ends, no item is lost, and no two processes work on one run.
 */
class FleetTest {

    private static final int TIMES = Boolean.getBoolean("nightly") ? 40 : 6;
    private static final int PROCESSES = 3;
    private static final int NEW_RUNS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<KillableProcess> alive = new ArrayList<>();
    private final List<KillableProcess> all = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private final Map<Boolean, List<Long>> latencies = Map.of(true, new ArrayList<>(), false, new ArrayList<>());

    @AfterEach
    void end() {
        all.forEach(KillableProcess::close);
    }

    private Path storage() {
        return directory.resolve("storage");
    }

    private Path locks() {
        return directory.resolve("locks");
    }

    private void start() throws IOException {
        KillableProcess process = KillableProcess.java(FleetMain.class)
                .arguments(storage(), locks())
                .start();
        alive.add(process);
        all.add(process);
    }

    /** Runs that are begun by somebody who cannot go on with them. */
    private void begin(int number) {
        try (Recovery recovery = Recovery.builder()
                .directory(storage())
                .codec(new TextCodec())
                .shutdownOn(ShutdownTrigger.none())
                .open()) {
            for (int i = 0; i < number; i++) {
                String name = "r" + runs.size();
                runs.add(name);
                assertThat(recovery.run(
                                FleetMain.job(run -> {
                                    throw new IOException("somebody else");
                                }),
                                name))
                        .isInstanceOf(RunOutcome.Failed.class);
            }
        }
    }

    @Test
    void runs_end_whichever_process_is_killed_or_stopped_and_one_process_at_a_time_works_on_each() throws Exception {
        Files.createDirectory(locks());
        for (int i = 0; i < PROCESSES; i++) {
            start();
        }
        for (int i = 0; i < TIMES; i++) {
            begin(NEW_RUNS);
            end(random.nextBoolean());
            start();
        }
        await("all runs are done", () -> done().containsAll(runs));
        alive.forEach(KillableProcess::terminate);
        for (KillableProcess process : alive) {
            process.awaitExit(PATIENCE);
        }
        assertThat(lines("beside")).as("seed %d", seed).isEmpty();
        runs.forEach(this::checkItems);
        assertThat(busy()).as("processes that worked, seed %d", seed).isGreaterThan(1);
        System.out.printf(
                "%d runs, %d processes ended; taken over after a kill within %s ms, after a clean stop within %s ms; seed %d%n",
                runs.size(), TIMES, sorted(latencies.get(true)), sorted(latencies.get(false)), seed);
    }

    /** Ends a process that is in the middle of something, and measures how long its runs wait. */
    private void end(boolean kill) throws Exception {
        List<KillableProcess> working = new ArrayList<>();
        await("somebody works", () -> {
            working.clear();
            alive.stream().filter(process -> !unfinished(process).isEmpty()).forEach(working::add);
            return !working.isEmpty();
        });
        KillableProcess victim = working.get(random.nextInt(working.size()));
        alive.remove(victim);
        long asked = System.currentTimeMillis();
        if (kill) {
            victim.kill();
        } else {
            victim.terminate();
        }
        victim.awaitExit(PATIENCE);
        Set<String> left = unfinished(victim);
        await(left + " are taken over", () -> left.stream().allMatch(run -> begunSince(run, victim, asked) > 0));
        left.forEach(run -> latencies.get(kill).add(begunSince(run, victim, asked) - asked));
    }

    private static Set<String> unfinished(KillableProcess process) {
        Set<String> names = new HashSet<>();
        process.output().forEach(line -> {
            String[] words = line.split(" ");
            if (words[0].equals("begun")) {
                names.add(words[1]);
            } else if (words[0].equals("done")) {
                names.remove(words[1]);
            }
        });
        return names;
    }

    /** When another process went on with a run; 0 if none has. */
    private long begunSince(String run, KillableProcess victim, long since) {
        return all.stream()
                .filter(process -> process != victim)
                .flatMap(process -> process.output().stream())
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals("begun") && words[1].equals(run))
                .mapToLong(words -> Long.parseLong(words[3]))
                .filter(time -> time >= since)
                .min()
                .orElse(0);
    }

    private Stream<String[]> words(String first) {
        return all.stream()
                .flatMap(process -> process.output().stream())
                .map(line -> line.split(" "))
                .filter(words -> words[0].equals(first));
    }

    private List<String> lines(String first) {
        return words(first).map(words -> String.join(" ", words)).toList();
    }

    private Set<String> done() {
        Set<String> names = new HashSet<>();
        words("done").forEach(words -> names.add(words[1]));
        return names;
    }

    private long busy() {
        return all.stream()
                .filter(process -> process.output().stream().anyMatch(line -> line.startsWith("begun")))
                .count();
    }

    /** Every item is done; twice only where a process went on, with what it could not know to be saved. */
    private void checkItems(String run) {
        Map<Long, Integer> times = new HashMap<>();
        words("item")
                .filter(words -> words[1].equals(run))
                .forEach(words -> times.merge(Long.parseLong(words[2]), 1, Integer::sum));
        assertThat(times.keySet())
                .as("%s, seed %d", run, seed)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, FleetMain.ITEMS).boxed().toList());
        List<Long> begun = words("begun")
                .filter(words -> words[1].equals(run))
                .map(words -> Long.parseLong(words[2]))
                .toList();
        times.forEach((item, count) -> assertThat(count - 1)
                .as("item %d of %s is done again at a take-over only, seed %d", item, run, seed)
                .isLessThanOrEqualTo((int) begun.stream().filter(item::equals).count()));
    }

    private static String sorted(List<Long> numbers) {
        return numbers.stream().sorted().toList().toString();
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s, seed %d: %s", what, seed, all).isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
