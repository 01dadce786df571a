package io.github.recovery4j.examples.sync;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.sync.NodePair.Sight;
import io.github.recovery4j.examples.sync.SyncProgress.Entry;
import io.github.recovery4j.examples.sync.SyncProgress.Times;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Starts the nodes of a new run, or finds those of an earlier attempt, and follows them until they are in sync.
 *
 * <p>The end is made of steps that can be repeated, in this order:
 *
 * <table>
 *   <caption>What a crash leaves</caption>
 *   <tr><th>a crash after</th><th>leaves</th></tr>
 *   <tr><td>the last checkpoint, which says that all is in sync</td><td>a run that does not need its nodes any more</td></tr>
 *   <tr><td>the main report, or the one of the progress</td><td>the same; they are written again, with the same content</td></tr>
 *   <tr><td>the environment was removed</td><td>the same; removing it again does nothing</td></tr>
 *   <tr><td>the temporary report was removed</td><td>nothing to do</td></tr>
 * </table>
 *
 * <p>One object serves one attempt.
 */
final class SyncWork implements Work<SyncConfig, SyncProgress, SyncProgress> {

    /** How soon nodes are asked again that have not answered yet. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(1);

    /** So many times in a row nothing could be told. */
    private static final int LASTING = 2;

    private final Nodes nodes;
    private final NodeClient client;
    private final Reports reports;
    private final Duration checkInterval;
    private final Display display;
    private final Watch watch;
    private final InstantSource clock = InstantSource.system();
    private final Ticker ticker = Ticker.system();

    /**
     * Creates the work.
     *
     * @param nodes where they run
     * @param client asks them
     * @param reports where the final reports go
     * @param checkInterval how often they are asked
     * @param display shows how it goes
     * @param watch knows how it was asked to stop
     */
    SyncWork(Nodes nodes, NodeClient client, Reports reports, Duration checkInterval, Display display, Watch watch) {
        this.nodes = nodes;
        this.client = client;
        this.reports = reports;
        this.checkInterval = checkInterval;
        this.display = display;
        this.watch = watch;
    }

    @Override
    public SyncProgress execute(Run<SyncConfig, SyncProgress> run) throws Exception {
        SyncConfig config = config(run);
        SyncProgress progress = run.state();
        if (!progress.complete()) {
            progress = new Session(run, config).follow();
        }
        reports.write(run.id(), config, progress);
        remove(config);
        return progress;
    }

    /** A resumed run goes on with what it was begun with, which may say more than what is wanted now. */
    private static SyncConfig config(Run<SyncConfig, SyncProgress> run) {
        return run.plan() instanceof RecoveryPlan.Resume<SyncConfig, SyncProgress> resume
                ? resume.state().config().labelled(run.config().labels())
                : run.config();
    }

    /** The sync is done, whatever becomes of its nodes. */
    private void remove(SyncConfig config) throws InterruptedException {
        try {
            nodes.environment().dispose(config.environment());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            display.say("environment %s could not be removed, and is left behind: %s"
                    .formatted(config.environment(), e.getMessage()));
        }
    }

    /** One attempt to follow the nodes. */
    private final class Session {

        private final Run<SyncConfig, SyncProgress> run;
        private final SyncConfig config;
        private final NodePair pair;
        private final Times before;
        private final int attempt;
        private final long begun = ticker.nanos();
        private SyncProgress progress;
        private int troubles;

        Session(Run<SyncConfig, SyncProgress> run, SyncConfig config) {
            this.run = run;
            this.config = config;
            this.pair = new NodePair(nodes.environment(), client, config);
            this.progress = run.state();
            this.before = progress.times();
            this.attempt = before.attempts() + 1;
        }

        SyncProgress follow() throws Exception {
            try {
                update(Status.RUNNING, "");
                run.checkpoint(progress);
                start();
                untilInSync();
                update(Status.SUCCESS, "");
                run.checkpoint(progress);
                return progress;
            } catch (InterruptedException e) {
                tell(watch.stopped(), "");
                throw e;
            } catch (Exception e) {
                tell(Status.ERROR, String.valueOf(e.getMessage()));
                throw e;
            } finally {
                display.close();
                if (!progress.complete() && !watch.recoverable()) {
                    remove(config);
                }
            }
        }

        private void start() throws IOException, InterruptedException {
            if (run.plan() instanceof RecoveryPlan.Fresh<SyncConfig, SyncProgress>) {
                display.say("starting environment " + config.environment());
                nodes.start(config);
            }
        }

        private void untilInSync() throws InterruptedException, EnvironmentCrashedException {
            boolean answered = false;
            while (true) {
                Optional<Sight> sight = look();
                if (sight.filter(Sight::inSync).isPresent()) {
                    return;
                }
                answered |= sight.isPresent();
                Waiter.system().await(answered ? checkInterval : shorter(checkInterval, IMPATIENCE));
            }
        }

        private Optional<Sight> look() throws InterruptedException, EnvironmentCrashedException {
            try {
                Sight sight = pair.look();
                troubles = 0;
                seen(sight);
                return Optional.of(sight);
            } catch (IOException e) {
                troubled(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private void seen(Sight sight) {
            Entry entry = new Entry(
                    clock.instant(),
                    attempt,
                    sight.execution().block(),
                    sight.execution().highest(),
                    sight.consensus().slot(),
                    sight.consensus().distance());
            progress = progress.and(entry);
            tell(Status.RUNNING, "");
            run.progress(entry.done(), entry.total());
            display.update(entry, run.progress());
        }

        /** Trouble is told when it lasts, and then once: a node that starts, or starts again, needs a moment. */
        private void troubled(String what) {
            troubles++;
            if (troubles == LASTING) {
                display.say(what + "; it is asked again every " + Words.time(checkInterval));
            }
        }

        private void tell(Status status, String problem) {
            update(status, problem);
            run.report(progress);
        }

        private void update(Status status, String problem) {
            Duration active = before.active().plusNanos(ticker.nanos() - begun);
            progress = progress.with(status, problem, new Times(before.startedAt(), clock.instant(), active, attempt));
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }
}
