package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import org.jspecify.annotations.Nullable;

/**
 * One try to go on with a run that nobody works on, with the configuration it has. {@link #carryOut} is called once; {@link
 * #stop} by any thread, at any time.
 */
public final class Adoption {

    private final Taking taking;
    private volatile @Nullable Start<?, ?, ?> start;
    private volatile boolean stopping;

    private Adoption(Taking taking) {
        this.taking = taking;
    }

    static <C, S, R extends @Nullable Object> Adoption of(
            JobRunner runner, Services services, RecoverableJob<C, S, R> job, RunKey run) {
        return new Adoption(adoption -> adoption.take(runner, services, job, run));
    }

    /** What came of it. */
    public sealed interface Result {}

    /** Nothing was done: somebody else has the run, or it could not be told what it is. */
    public record Held() implements Result {}

    /** Nothing was done: the run is finished, or there is no such run any more. */
    public record Over() implements Result {}

    /**
     * The run was claimed.
     *
     * @param outcome what became of it
     */
    public record Worked(RunOutcome<?> outcome) implements Result {}

    @FunctionalInterface
    private interface Taking {
        Result take(Adoption adoption);
    }

    /**
     * Takes the run over and works on it, on the calling thread, until it ends.
     *
     * @return what came of it
     * @throws io.github.recovery4j.checkpoint.StoreException if the storage does not work, or another release wrote the run
     * @throws io.github.recovery4j.lease.LeaseException if it cannot be told whose the run is
     * @throws io.github.recovery4j.codec.CodecException if its configuration is none of the job
     * @throws IllegalStateException if recovery is shutting down
     */
    public Result carryOut() {
        return taking.take(this);
    }

    /** Asks the work to stop, as a shutdown does: what was reported is saved, and the run is given back. */
    public void stop() {
        stopping = true;
        Start<?, ?, ?> begun = start;
        if (begun != null) {
            begun.stop(StopReason.SHUTDOWN);
        }
    }

    private <C, S, R extends @Nullable Object> Result take(
            JobRunner runner, Services services, RecoverableJob<C, S, R> job, RunKey run) {
        Loaded loaded = services.storage().checkpoints().load(run, Long.MAX_VALUE);
        if (loaded.checkpoint().isEmpty() && !loaded.damages().isEmpty()) {
            runner.setAside(run, loaded.damages());
            return new Held();
        }
        if (loaded.checkpoint().filter(Checkpoint::unfinished).isEmpty()) {
            return new Over();
        }
        C config = services.codec()
                .decode(loaded.checkpoint().get().config(), job.rules().configType());
        Start<C, S, R> mine = runner.prepare(job, config);
        start = mine;
        if (stopping) {
            mine.stop(StopReason.SHUTDOWN);
        }
        return runner.takeOver(mine, run);
    }
}
