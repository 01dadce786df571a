package io.github.recovery4j.testkit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.job.Work;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The program that is killed. It tells on its output what it did, each line after the fact:
 *
 * <pre>
 * begun 17 -3812               the state it goes on from
 * acked 18 2913                run.checkpoint returned, or the handler got this state after the chunk before was saved
 * reported 18 2913             run.report returned
 * generation 23                the listener was told that it is durable
 * stopping                     the work noticed that it is asked to stop
 * result 8127                  the run is completed
 * refused …                    the outcome, in words, and so for every other one
 * </pre>
 */
final class SumMain {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private SumMain() {}

    /** How the work saves. */
    enum Variant {
        /** Each item is checkpointed. */
        CHECKPOINT(Duration.ofHours(1)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return run -> {
                    for (Sum sum = begin(run); sum.done() < items; ) {
                        run.throwIfStopped();
                        sum = sum.next();
                        run.checkpoint(sum);
                        OUT.println("acked " + sum);
                    }
                    return run.state().total();
                };
            }
        },
        /** Each item is reported, and saved by the clock. */
        REPORT(Duration.ofMillis(3)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return reporting(items);
            }
        },
        /** Each item is reported, and saved only at the end. */
        REPORT_ONLY(Duration.ofHours(1)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return reporting(items);
            }
        },
        /** Items are processed in chunks of three. */
        FOR_EACH(Duration.ofHours(1)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return run -> {
                    begin(run);
                    Sum sum = run.forEach(Source.of("items", Sum.items(items)), 3, (before, chunk) -> {
                        OUT.println("acked " + before);
                        Sum after = before;
                        for (long item : chunk) {
                            after = after.plus(item);
                        }
                        return after;
                    });
                    return sum.total();
                };
            }
        },
        /** Reports one item, and goes on for ever, deaf to everything. */
        DEAF(Duration.ofHours(1)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return run -> {
                    Sum sum = begin(run).next();
                    run.report(sum);
                    OUT.println("reported " + sum);
                    CountDownLatch never = new CountDownLatch(1);
                    while (true) {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            OUT.println(run.stopRequested() ? "stopping" : "ignored");
                        }
                    }
                };
            }
        },
        /** Checkpoints one item and waits to be stopped. */
        WAITING(Duration.ofHours(1)) {
            @Override
            Work<NoConfig, Sum, Long> work(long items) {
                return run -> {
                    Sum sum = begin(run).next();
                    run.checkpoint(sum);
                    OUT.println("acked " + sum);
                    new CountDownLatch(1).await();
                    return 0L;
                };
            }
        };

        private final Duration saveEvery;

        Variant(Duration saveEvery) {
            this.saveEvery = saveEvery;
        }

        abstract Work<NoConfig, Sum, Long> work(long items);
    }

    private static Sum begin(Run<NoConfig, Sum> run) {
        Sum sum = run.state();
        OUT.println("begun " + sum);
        return sum;
    }

    private static Work<NoConfig, Sum, Long> reporting(long items) {
        return run -> {
            for (Sum sum = begin(run); sum.done() < items; ) {
                run.throwIfStopped();
                sum = sum.next();
                run.report(sum);
                OUT.println("reported " + sum);
            }
            return run.state().total();
        };
    }

    /** Arguments: directory, variant, number of items. */
    public static void main(String[] arguments) {
        Variant variant = Variant.valueOf(arguments[1]);
        RecoverableJob<NoConfig, Sum, Long> job = RecoverableJob.named("sum")
                .state(Sum.class, () -> Sum.NOTHING)
                .saveEvery(variant.saveEvery)
                .maxAttempts(1000)
                .work(variant.work(Long.parseLong(arguments[2])))
                .remembering(Duration.ofHours(1), Long.class);
        try (Recovery recovery = Recovery.builder()
                .directory(Path.of(arguments[0]))
                .codec(new TextCodec())
                .listener(generations())
                .gracePeriod(Duration.ofMillis(Long.getLong("grace", 20_000)))
                .open()) {
            RunOutcome<Long> outcome = recovery.run(job);
            OUT.println(
                    outcome instanceof RunOutcome.Completed<Long>
                            ? "result " + outcome.orElseThrow()
                            : outcome.describe());
        }
    }

    private static RecoveryListener generations() {
        return event -> {
            if (event instanceof RecoveryEvent.CheckpointSaved saved) {
                OUT.println("generation " + saved.generation());
            } else if (event instanceof RecoveryEvent.AttemptStarted started) {
                OUT.println("resumed from " + started.resumedFrom().orElse(0L));
            }
        };
    }
}
