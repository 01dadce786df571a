package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a run, kills its process at a random moment, starts it again, until it is completed; and begins anew until
 * there were enough kills. What each process tells is held against what the ones before were told to be safe.
 */
final class Campaign {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final SumMain.Variant variant;
    private final Killing killing;
    private final Random random;
    private final long items;
    private int wanted;
    private int kills;
    private int resumed;

    /** How a process is ended, and what may be lost by it. */
    enum Killing {
        SIGKILL(137) {
            @Override
            void carryOut(KillableProcess process) {
                process.kill();
            }

            @Override
            void check(Life before, Life after) {
                assertThat(begun(after).done())
                        .as("at least the last acknowledged state")
                        .isGreaterThanOrEqualTo(
                                before.lastAcked().map(Sum::done).orElse(0L));
            }
        },
        SIGTERM(143) {
            @Override
            void carryOut(KillableProcess process) {
                process.terminate();
            }

            @Override
            void check(Life before, Life after) {
                before.lastReported().ifPresent(last -> assertThat(begun(after))
                        .as("exactly the last reported state")
                        .isEqualTo(last));
                before.lastAcked().ifPresent(last -> assertThat(begun(after).done())
                        .as("at least the last acknowledged state")
                        .isGreaterThanOrEqualTo(last.done()));
            }
        };

        private final int exitCode;

        Killing(int exitCode) {
            this.exitCode = exitCode;
        }

        abstract void carryOut(KillableProcess process);

        abstract void check(Life before, Life after);

        private static Sum begun(Life life) {
            return life.begun().orElseThrow();
        }
    }

    Campaign(Path directory, SumMain.Variant variant, Killing killing, long seed) {
        this.directory = directory;
        this.variant = variant;
        this.killing = killing;
        this.random = new Random(seed);
        this.items = reports(variant) ? 10_000 : 500; // reporting costs next to nothing
    }

    private static boolean reports(SumMain.Variant variant) {
        return variant == SumMain.Variant.REPORT || variant == SumMain.Variant.REPORT_ONLY;
    }

    /** Returns how many processes were killed; those that were faster do not count. The last run is let go to its end. */
    int run(int wanted) throws Exception {
        this.wanted = wanted;
        for (int number = 1; kills < wanted; number++) {
            completeOneRun(Files.createDirectory(directory.resolve("run-" + number)));
        }
        assertThat(resumed)
                .as("a campaign in which nothing is resumed shows nothing")
                .isPositive();
        return kills;
    }

    private void completeOneRun(Path storage) throws Exception {
        Life before = new Life(0, List.of());
        while (true) {
            Life life = live(storage);
            check(before, life);
            if (life.result().isPresent()) {
                assertThat(life.result())
                        .as("the result of an undisturbed run")
                        .contains(Sum.after(items).total());
                return;
            }
            assertThat(life.exitCode()).as("%s", life).isEqualTo(killing.exitCode);
            kills++;
            before = life.begun().isPresent() ? life : before; // one that died early changed nothing
        }
    }

    private void check(Life before, Life life) {
        life.begun().ifPresent(begun -> {
            assertThat(begun).as("a state that was reached").isEqualTo(Sum.after(begun.done()));
            killing.check(before, life);
            if (variant == SumMain.Variant.CHECKPOINT) {
                long acked = before.lastAcked().or(before::begun).map(Sum::done).orElse(0L);
                assertThat(begun.done())
                        .as("acknowledged, or the one in the making")
                        .isBetween(acked, acked + 1);
            }
            Optional<Long> generation = before.lastGeneration();
            generation.ifPresent(known -> assertThat(life.resumedFrom())
                    .hasValueSatisfying(
                            from -> assertThat(from).as("the generation").isGreaterThanOrEqualTo(known)));
            resumed += life.resumedFrom().orElse(0L) > 1 ? 1 : 0;
        });
    }

    /** Kills it some lines after its beginning, or some milliseconds after its start. */
    private Life live(Path storage) throws Exception {
        try (KillableProcess process = KillableProcess.java(SumMain.class)
                .arguments(storage, variant, items)
                .start()) {
            if (kills >= wanted) {
                return new Life(process.awaitExit(PATIENCE), process.output());
            }
            if (random.nextInt(8) == 0) {
                pause(random.nextInt(400_000));
            } else {
                awaitLines(process, 1 + random.nextInt((int) items / 8));
                pause(random.nextInt(2_000));
            }
            killing.carryOut(process);
            return new Life(process.awaitExit(PATIENCE), process.output());
        }
    }

    private static void awaitLines(KillableProcess process, int count) throws InterruptedException {
        int[] seen = {0};
        process.awaitLine(line -> ++seen[0] >= count || line.startsWith("result"), PATIENCE);
    }

    /** The moment is chosen by chance, so there is no condition to wait for. */
    private static void pause(int micros) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }
}
