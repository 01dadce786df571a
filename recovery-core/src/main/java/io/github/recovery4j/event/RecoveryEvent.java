package io.github.recovery4j.event;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One fact, with the wall time at which it became true. */
public sealed interface RecoveryEvent {

    /** {@return when it happened, by the wall clock} */
    Instant at();

    /** What a plan says to do. */
    enum Decision {
        /** Go on with an earlier run. */
        RESUME,
        /** Begin a new run. */
        FRESH,
        /** Do nothing, and keep everything. */
        REFUSE,
        /** Return the remembered result. */
        FINISHED,
        /** Go on undoing an earlier run. */
        ROLL_BACK
    }

    /** How an attempt ended. */
    enum AttemptResult {
        /** The work is done. */
        COMPLETED,
        /** It was asked to stop. */
        CANCELLED,
        /** It took longer than its job allows. */
        TIMED_OUT,
        /** It threw something, or lost its lease. */
        FAILED,
        /** It was undone. */
        ROLLED_BACK,
        /** Not everything of it could be undone. */
        STUCK
    }

    /** How the first sync after a warm start ended. */
    enum SyncResult {
        /** The source told of everything. */
        COMPLETE,
        /** The source came to its end, and did not tell of everything. */
        PARTIAL,
        /** Nobody told the end in time. */
        TIMED_OUT
    }

    /**
     * It was decided how to start a job.
     *
     * @param at when
     * @param job the job
     * @param decision what to do
     * @param earlierRun the run that is resumed, given up, rolled back, finished or in the way; empty if there is none
     * @param description the whole plan, for people
     */
    record Planned(Instant at, String job, Decision decision, Optional<RunKey> earlierRun, String description)
            implements RecoveryEvent {}

    /**
     * The work of a run is about to begin.
     *
     * @param at when
     * @param run the run
     * @param attempt how often it was tried since its newest checkpoint, this time included
     * @param resumedFrom the generation it goes on from; empty for a new run
     * @param lostWork the age of that generation: how much work may have to be done again
     */
    record AttemptStarted(Instant at, RunKey run, int attempt, Optional<Long> resumedFrom, Optional<Duration> lostWork)
            implements RecoveryEvent {}

    /**
     * A generation is durable.
     *
     * @param at when
     * @param run the run
     * @param generation its number
     * @param bytes the size of the encoded state
     * @param took how long encoding and saving took
     */
    record CheckpointSaved(Instant at, RunKey run, long generation, long bytes, Duration took)
            implements RecoveryEvent {}

    /**
     * A generation could not be saved; the ones before it are unharmed.
     *
     * @param at when
     * @param run the run
     * @param generation its number
     * @param cause why
     */
    record SaveFailed(Instant at, RunKey run, long generation, Throwable cause) implements RecoveryEvent {}

    /**
     * A damaged generation was set aside.
     *
     * @param at when
     * @param run under whose name it was found
     * @param reason what is wrong with it
     * @param evidence where it lies now
     */
    record Quarantined(Instant at, RunKey run, String reason, String evidence) implements RecoveryEvent {}

    /**
     * The world was repaired so that a run can be resumed.
     *
     * @param at when
     * @param run the run
     * @param what what was done
     */
    record Repaired(Instant at, RunKey run, String what) implements RecoveryEvent {}

    /**
     * An earlier run was given up because what it depended on is gone.
     *
     * @param at when
     * @param run the run
     * @param reason why
     */
    record Discarded(Instant at, RunKey run, String reason) implements RecoveryEvent {}

    /**
     * The work told how far it is. Sent at most ten times a second for each run.
     *
     * @param at when
     * @param run the run
     * @param done how much is done
     * @param total how much there is to do; zero if unknown
     * @param perSecond the rate of this attempt; zero if unknown
     * @param remaining the estimate of what is left; empty if unknown
     */
    record ProgressMade(Instant at, RunKey run, long done, long total, double perSecond, Optional<Duration> remaining)
            implements RecoveryEvent {}

    /**
     * The work was asked to stop.
     *
     * @param at when
     * @param run the run
     * @param reason why, in words
     */
    record StopRequested(Instant at, RunKey run, String reason) implements RecoveryEvent {}

    /**
     * A run belongs to this process from now on.
     *
     * @param at when
     * @param run the run
     * @param token the fencing token
     * @param abandoned who had it before and did not give it back, as far as that is known: the owner died, or lost it
     */
    record LeaseAcquired(Instant at, RunKey run, long token, Optional<Holder> abandoned) implements RecoveryEvent {}

    /**
     * A run was given back; whoever wants it may have it.
     *
     * @param at when
     * @param run the run
     * @param token the fencing token that is worth nothing any more
     */
    record LeaseReleased(Instant at, RunKey run, long token) implements RecoveryEvent {}

    /**
     * The run belongs to somebody else now; its work was asked to stop and can no longer write.
     *
     * @param at when
     * @param run the run
     */
    record LeaseLost(Instant at, RunKey run) implements RecoveryEvent {}

    /**
     * A run that nobody worked on is gone on with by this process, of its own accord.
     *
     * @param at when
     * @param run the run
     */
    record TakenOver(Instant at, RunKey run) implements RecoveryEvent {}

    /**
     * A run could not be taken over, or its attempt failed; this process tries it again later.
     *
     * @param at when
     * @param run the run
     * @param reason why
     * @param retryIn when it is tried again, at the earliest
     */
    record TakeOverPostponed(Instant at, RunKey run, String reason, Duration retryIn) implements RecoveryEvent {}

    /**
     * A run is not taken over by this process any more, until a person releases it.
     *
     * @param at when
     * @param run the run
     * @param reason why
     */
    record RunParked(Instant at, RunKey run, String reason) implements RecoveryEvent {}

    /**
     * There are unfinished runs of a job that this process does not know, and nobody else works on them. Told once for each
     * job.
     *
     * @param at when
     * @param job the job
     * @param run one of its runs
     */
    record JobUnknown(Instant at, String job, RunKey run) implements RecoveryEvent {}

    /**
     * The work ended; its lease is given back next.
     *
     * @param at when
     * @param run the run
     * @param result how
     * @param outcome how, in words
     * @param took how long the attempt took
     */
    record AttemptEnded(Instant at, RunKey run, AttemptResult result, String outcome, Duration took)
            implements RecoveryEvent {}

    /**
     * A step is done, and its result is durable.
     *
     * @param at when
     * @param run the run
     * @param step its name
     * @param attempt how often it was tried, by all processes
     * @param bytes the size of the encoded result
     */
    record StepCompleted(Instant at, RunKey run, String step, int attempt, long bytes) implements RecoveryEvent {}

    /**
     * A step failed.
     *
     * @param at when
     * @param run the run
     * @param step its name
     * @param attempt how often it was tried, by all processes
     * @param cause why
     * @param retryIn when it is tried again; empty if the work gets the failure
     */
    record StepFailed(Instant at, RunKey run, String step, int attempt, Throwable cause, Optional<Duration> retryIn)
            implements RecoveryEvent {}

    /**
     * The completed steps of a run are being undone, or go on being undone.
     *
     * @param at when
     * @param run the run
     * @param reason why
     * @param steps those that are left to undo, the first one first
     */
    record RollbackStarted(Instant at, RunKey run, String reason, List<String> steps) implements RecoveryEvent {}

    /**
     * A step was undone.
     *
     * @param at when
     * @param run the run
     * @param step its name
     * @param attempt how often that was tried, by all processes
     */
    record StepUndone(Instant at, RunKey run, String step, int attempt) implements RecoveryEvent {}

    /**
     * A step could not be undone.
     *
     * @param at when
     * @param run the run
     * @param step its name
     * @param attempt how often that was tried, by all processes; 0 if it is not known how
     * @param cause why
     * @param retryIn when it is tried again; empty if it is left, and the others go on
     */
    record UndoFailed(Instant at, RunKey run, String step, int attempt, Throwable cause, Optional<Duration> retryIn)
            implements RecoveryEvent {}

    /**
     * Somebody decided that a step is not undone.
     *
     * @param at when
     * @param run the run
     * @param step its name
     * @param reason why
     */
    record UndoSkipped(Instant at, RunKey run, String step, String reason) implements RecoveryEvent {}

    /**
     * Everything that had to be undone is undone; the run is over.
     *
     * @param at when
     * @param run the run
     * @param reason why it was rolled back
     */
    record RolledBack(Instant at, RunKey run, String reason) implements RecoveryEvent {}

    /**
     * Not everything could be undone; the run is kept until somebody helps, or the next start succeeds.
     *
     * @param at when
     * @param run the run
     * @param reason why it was rolled back
     * @param steps those that are not undone
     */
    record SagaStuck(Instant at, RunKey run, String reason, List<String> steps) implements RecoveryEvent {}

    /**
     * Recovery does not work, and the host asked to go on without it.
     *
     * @param at when
     * @param job the job
     * @param cause why
     */
    record Degraded(Instant at, String job, Throwable cause) implements RecoveryEvent {}

    /**
     * A ledger was opened.
     *
     * @param at when
     * @param tenant whose it is; empty if there are no tenants
     * @param ledger its name
     * @param live how many entries are live
     * @param unreadable how many things in it cannot be read; they are kept aside
     */
    record LedgerOpened(Instant at, String tenant, String ledger, int live, int unreadable) implements RecoveryEvent {}

    /**
     * What an entry of a ledger stands for was brought back to life.
     *
     * @param at when
     * @param tenant whose ledger; empty if there are no tenants
     * @param ledger its name
     * @param key the key of the entry, as text
     */
    record EntryRestored(Instant at, String tenant, String ledger, String key) implements RecoveryEvent {}

    /**
     * What an entry of a ledger stands for could not be brought back to life.
     *
     * @param at when
     * @param tenant whose ledger; empty if there are no tenants
     * @param ledger its name
     * @param key the key of the entry, as text
     * @param attempts how often it was tried
     * @param cause what was thrown last
     */
    record EntryNotRestored(Instant at, String tenant, String ledger, String key, int attempts, Throwable cause)
            implements RecoveryEvent {}

    /**
     * A restoration of a ledger is over.
     *
     * @param at when
     * @param tenant whose ledger; empty if there are no tenants
     * @param ledger its name
     * @param restored how many entries were restored
     * @param skipped how many were not touched, or changed meanwhile
     * @param failed how many could not be restored, or not be read
     * @param took how long it took
     */
    record LedgerRestored(
            Instant at, String tenant, String ledger, int restored, int skipped, int failed, Duration took)
            implements RecoveryEvent {}

    /**
     * Somebody has accepted that events of a ledger cannot be read.
     *
     * @param at when
     * @param tenant whose ledger; empty if there are no tenants
     * @param ledger its name
     * @param losses how many things were reported, each of one event or several
     * @param reason who has, and why
     */
    record LossesAccepted(Instant at, String tenant, String ledger, int losses, String reason)
            implements RecoveryEvent {}

    /**
     * What should be alive and what is were compared, and differed.
     *
     * @param at when
     * @param tenant whose ledger; empty if there are no tenants
     * @param ledger its name
     * @param differences how they differed, and what was done about it, for people
     * @param repaired how many repairs were done
     * @param failed how many were tried, and failed
     */
    record Reconciled(Instant at, String tenant, String ledger, String differences, int repaired, int failed)
            implements RecoveryEvent {}

    /**
     * A queue was opened.
     *
     * @param at when
     * @param tenant whose it is; empty if there are no tenants
     * @param queue its name
     * @param pending how much work waits
     * @param takenBack how much was being done when the last process ended; it waits again, or has failed with that attempt
     * @param unreadable how many things in it cannot be read; they are kept aside
     */
    record QueueOpened(Instant at, String tenant, String queue, int pending, int takenBack, int unreadable)
            implements RecoveryEvent {}

    /**
     * A piece of work will not be done.
     *
     * @param at when
     * @param tenant whose queue; empty if there are no tenants
     * @param queue its name
     * @param id which
     * @param attempts how often it was tried
     * @param reason why, for people
     */
    record WorkFailed(Instant at, String tenant, String queue, String id, int attempts, String reason)
            implements RecoveryEvent {}

    /**
     * The places on which some work hung do not hold any more.
     *
     * @param at when
     * @param tenant whose queue; empty if there are no tenants
     * @param queue its name
     * @param cursor the name of the cursor that went back
     * @param givenUp how much will not be done
     * @param completed how much was done already
     */
    record WorkOrphaned(Instant at, String tenant, String queue, String cursor, int givenUp, int completed)
            implements RecoveryEvent {}

    /**
     * A cursor went back.
     *
     * @param at when
     * @param store the name of the store of the cursor; of one of a run, the job and the id of that
     * @param cursor its name
     * @param from where it was
     * @param to where it is now; empty if it is nowhere any more
     */
    record CursorRewound(Instant at, String store, String cursor, String from, String to) implements RecoveryEvent {}

    /**
     * The places on which some steps of a run hung do not hold any more, so they are not done any more.
     *
     * @param at when
     * @param run the run
     * @param cursor the name of its cursor that went back
     * @param steps their names
     */
    record StepsOrphaned(Instant at, RunKey run, String cursor, List<String> steps) implements RecoveryEvent {}

    /**
     * None of the places that were looked at holds any more, and the cursor stays where it is.
     *
     * @param at when
     * @param store the name of the store of the cursor; of one of a run, the job and the id of that
     * @param cursor its name
     * @param from where it is
     * @param checked how many places were looked at
     */
    record RewindExhausted(Instant at, String store, String cursor, String from, int checked)
            implements RecoveryEvent {}

    /**
     * A health check has failed as often in a row as counts.
     *
     * @param at when
     * @param check its name
     * @param failures how often in a row
     * @param reason what it answered
     */
    record CheckFailed(Instant at, String check, int failures, String reason) implements RecoveryEvent {}

    /**
     * What a health check asks about is well again.
     *
     * @param at when
     * @param check its name
     * @param lasted how long it was not, from the answer that counted on
     */
    record CheckRecovered(Instant at, String check, Duration lasted) implements RecoveryEvent {}

    /**
     * Something was done about a health check that had failed.
     *
     * @param at when it ended
     * @param check its name
     * @param what what was done
     * @param cause why it could not be done; empty if it was
     * @param took how long it took
     */
    record Healed(Instant at, String check, String what, Optional<Throwable> cause, Duration took)
            implements RecoveryEvent {}

    /**
     * A health check fails on, and as much was done about it as its budget allows. Somebody should look at it.
     *
     * @param at when
     * @param check its name
     * @param what what is not done any more until the budget allows it again
     */
    record HealingExhausted(Instant at, String check, String what) implements RecoveryEvent {}

    /**
     * Something that is supervised has failed.
     *
     * @param at when it was found out
     * @param subject its name
     * @param kind how it has failed
     * @param reason what shows it
     * @param undetected for how long it may have been so, at most: the time since the begin of the last look that found it well;
     *     if there was none, the time since the supervisor was started, before which nothing is known
     */
    record FailureDetected(Instant at, String subject, String kind, String reason, Duration undetected)
            implements RecoveryEvent {}

    /**
     * Something that was supervised and had failed is well again.
     *
     * @param at when that was confirmed
     * @param subject its name
     * @param by what helped
     * @param tries how often something was tried, the last time it was
     * @param took how long it took, from its detection on
     */
    record Cured(Instant at, String subject, String by, int tries, Duration took) implements RecoveryEvent {}

    /**
     * Something that is supervised has failed, and nothing helped. Somebody should look at it.
     *
     * @param at when
     * @param subject its name
     * @param kind how it has failed
     * @param tries how often something was tried
     * @param reason why nothing more is tried for now
     */
    record Escalated(Instant at, String subject, String kind, int tries, String reason) implements RecoveryEvent {}

    /**
     * A warm restart began with the entries of an earlier process; nothing is written outside until its first sync ends.
     *
     * @param at when
     * @param restart its name
     * @param entries how many there are
     * @param doubtful of how many it is not certain what the outside has
     * @param damages what of the state could not be read
     */
    record WarmStarted(Instant at, String restart, int entries, int doubtful, List<String> damages)
            implements RecoveryEvent {}

    /**
     * A warm restart began with nothing.
     *
     * @param at when
     * @param restart its name
     * @param reason why: {@code first}, {@code empty}, {@code too-old} or {@code damaged}
     * @param description the same for people
     */
    record ColdStarted(Instant at, String restart, String reason, String description) implements RecoveryEvent {}

    /**
     * The first sync after a warm start is over, and what differed was written outside.
     *
     * @param at when
     * @param restart its name
     * @param result how it ended
     * @param ending the same for people
     * @param same how many entries were as the outside has them
     * @param changed how many were not
     * @param added how many were not there before
     * @param deleted how many are no more
     * @param suspect how many were not refreshed, and are kept
     * @param owed how many could not be written or deleted
     * @param took how long it took
     */
    record SyncEnded(
            Instant at,
            String restart,
            SyncResult result,
            String ending,
            int same,
            int changed,
            int added,
            int deleted,
            int suspect,
            int owed,
            Duration took)
            implements RecoveryEvent {}
}
