package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.RecoveryBuilder;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.step.StepContext;
import io.github.recovery4j.testkit.TextCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Jobs of steps, which keep a {@link Ledger} of what they do. */
abstract class StepJobs implements JobUnderTest {

    private @Nullable Ledger current;

    /** Builders are configured before there is a world. */
    @Override
    public void configure(RecoveryBuilder builder) {
        builder.codec(new TextCodec()).listener(event -> {
            Ledger ledger = current;
            if (ledger != null) {
                ledger.on(event);
            }
        });
    }

    @Override
    public @Nullable Object run(Recovery recovery, World world) throws Exception {
        Ledger ledger = new Ledger(world);
        current = ledger;
        return run(recovery, ledger);
    }

    abstract Object run(Recovery recovery, Ledger ledger) throws Exception;

    /** Does a step whose result is a number, and tells when it got that. */
    static long step(Run<?, ?> run, Ledger ledger, String name, long result) throws Exception {
        long value = run.step(name, Long.class, step -> {
            ledger.effect(name, step);
            return result;
        });
        ledger.acknowledged(run.id() + "/" + name);
        return value;
    }

    /** Runs a job whose result is a sum, and is remembered. */
    private static Object summed(String job, Recovery recovery, Ledger ledger, Work<NoConfig, Long, Long> work)
            throws Exception {
        long sum = recovery.run(RecoverableJob.named(job)
                        .state(Long.class, () -> 0L)
                        .work(work)
                        .remembering(Duration.ofHours(1), Long.class))
                .orElseThrow();
        return sum + " " + ledger.violations();
    }

    /** Steps one after the other, within each other, and at the same time; with checkpoints between. */
    static final class Orders extends StepJobs {

        @Override
        Object run(Recovery recovery, Ledger ledger) throws Exception {
            return summed("orders", recovery, ledger, run -> work(run, ledger));
        }

        private static long work(Run<?, Long> run, Ledger ledger) throws Exception {
            long sum = step(run, ledger, "charge", 1);
            run.checkpoint(sum);
            sum += run.step("outer", Long.class, outer -> step(run, ledger, "inner", 2) + 10);
            run.step("mail", step -> ledger.effect("mail", step));
            return sum;
        }
    }

    /** Steps of two threads. */
    static final class Parallel extends StepJobs {

        @Override
        Object run(Recovery recovery, Ledger ledger) throws Exception {
            return summed("parallel", recovery, ledger, run -> work(run, ledger));
        }

        private static long work(Run<?, Long> run, Ledger ledger) throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                List<Future<Long>> parts = new ArrayList<>();
                for (long i = 1; i <= 3; i++) {
                    long number = i;
                    parts.add(pool.submit(() -> step(run, ledger, "part " + number, number)));
                }
                long sum = 0;
                for (Future<Long> part : parts) {
                    sum += part.get();
                }
                return sum;
            } catch (ExecutionException e) {
                throw new IOException(e);
            } finally {
                pool.shutdown();
            }
        }
    }

    /**
     * A saga that always fails at its end. The failure of a compensation is part of it, and the journal of a run that was
     * removed tells nothing: a crash between the removal and the end of the process begins a second saga.
     */
    static final class Trip extends StepJobs {

        @Override
        Object run(Recovery recovery, Ledger ledger) throws Exception {
            RunOutcome<Long> outcome = recovery.run(
                    RecoverableJob.saga("trip")
                            .retryingCompensations(
                                    RetryPolicy.attempts(2).pauses(Duration.ofMillis(1), Duration.ofMillis(1)))
                            .compensating("hotel", Long.class, (room, step) -> ledger.effect("undo hotel", step))
                            .compensating("flight", Long.class, (seat, step) -> {
                                if (step.attempt() == 1) {
                                    throw new IOException("try again");
                                }
                                ledger.effect("undo flight", step);
                            })
                            .work(run -> {
                                step(run, ledger, "hotel", 7);
                                step(run, ledger, "mail", 8);
                                step(run, ledger, "flight", 9);
                                throw new IOException("no car");
                            }),
                    "42");
            return outcome.getClass().getSimpleName() + " " + balance(ledger) + " " + ledger.violations();
        }

        /** Whether each run has undone what it has done, once, the flight before the hotel. */
        private static String balance(Ledger ledger) throws IOException {
            StringBuilder wrong = new StringBuilder();
            for (String line : ledger.starting("hotel ")) {
                String run = line.substring("hotel ".length(), line.length() - "/hotel".length());
                List<String> undone = ledger.starting("undo ").stream()
                        .filter(undo -> undo.contains(run))
                        .toList();
                boolean flew = ledger.lines().contains("flight " + run + "/flight");
                List<String> expected = flew
                        ? List.of("undo flight " + run + "/flight/undo", "undo hotel " + run + "/hotel/undo")
                        : List.of("undo hotel " + run + "/hotel/undo");
                if (!undone.equals(expected)) {
                    wrong.append(undone).append(" instead of ").append(expected);
                }
            }
            return wrong.length() == 0 ? "balanced" : wrong.toString();
        }
    }

    /** A saga that fails the first time only: once it is being undone, no later process may work on it. */
    static final class AllOrNothing extends StepJobs {

        @Override
        Object run(Recovery recovery, Ledger ledger) throws Exception {
            recovery.run(
                    RecoverableJob.saga("transfer")
                            .compensating("debit", Long.class, (amount, step) -> ledger.note("-" + key(step)))
                            .compensating("credit", Long.class, (amount, step) -> ledger.note("-" + key(step)))
                            .work(run -> {
                                run.step("debit", Long.class, step -> noted(ledger, step));
                                run.step("credit", Long.class, step -> noted(ledger, step));
                                if (ledger.starting("failed").isEmpty()) {
                                    ledger.note("failed");
                                    throw new IOException("failed once");
                                }
                                return 1L;
                            }),
                    "42");
            return halves(ledger) + " " + ledger.violations();
        }

        private static String key(StepContext step) {
            return step.idempotencyKey().replace("/undo", "");
        }

        private static long noted(Ledger ledger, StepContext step) {
            ledger.note("+" + key(step));
            return 1;
        }

        /** The runs of which a part is undone, and a part is not. */
        private static List<String> halves(Ledger ledger) throws IOException {
            List<String> undone = ledger.starting("-");
            return ledger.starting("+").stream()
                    .map(line -> line.substring(1))
                    .filter(key -> !undone.contains("-" + key))
                    .filter(key -> undone.stream()
                            .anyMatch(other -> other.startsWith("-" + key.substring(0, key.indexOf('/')))))
                    .toList();
        }
    }
}
