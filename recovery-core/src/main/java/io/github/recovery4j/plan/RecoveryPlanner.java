package io.github.recovery4j.plan;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.CheckpointTooLargeException;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.SectionTooLargeException;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.codec.UnsupportedCodecException;
import io.github.recovery4j.codec.UnsupportedVersionException;
import io.github.recovery4j.environment.BeyondRepairException;
import io.github.recovery4j.step.StepHistory;
import io.github.recovery4j.step.StepStatus;
import io.github.recovery4j.time.Deadline;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes the recovery decision, in this order, one method each: {@code candidates} (runs of the job, newest first),
 * {@code matches} (configuration), {@code own} (lease), {@code load} (newest intact generation), {@code admit}
 * (attempts, hold), {@code whole} and {@code rollBack} (steps), {@code validate} (live world), and {@code decide}.
 *
 * <p>Safe for use by many threads.
 */
public final class RecoveryPlanner {

    private final CheckpointStore store;
    private final StateCodec codec;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Waiter waiter;
    private final FieldReader fields;

    /**
     * Creates a planner.
     *
     * @param store what earlier attempts left
     * @param codec decodes it
     * @param clock tells whether a result is still remembered
     * @param ticker measures patience
     * @param waiter passes the time between two questions
     */
    public RecoveryPlanner(CheckpointStore store, StateCodec codec, InstantSource clock, Ticker ticker, Waiter waiter) {
        this.store = store;
        this.codec = codec;
        this.clock = clock;
        this.ticker = ticker;
        this.waiter = waiter;
        this.fields = new ConfigFields(codec);
    }

    /**
     * Decides how to start a job.
     *
     * @param job the job
     * @param wanted the configuration it is wanted for
     * @param claims what to do to the runs on the way
     * @param <C> the configuration of the job
     * @param <S> its state
     * @return the decision
     * @throws StoreException if the storage cannot be read
     */
    public <C, S> RecoveryPlan<C, S> plan(JobRules<C, S> job, C wanted, Claims claims) {
        return new Decision<>(job, wanted, claims).decide();
    }

    /**
     * Decides how to go on with one run, which the caller has claimed, whatever else there is of the job.
     *
     * @param job the job
     * @param run which
     * @param config the configuration it has
     * @param claims what to do to it
     * @param <C> the configuration of the job
     * @param <S> its state
     * @return the decision; empty if the run is over
     * @throws StoreException if the storage cannot be read
     */
    public <C, S> Optional<RecoveryPlan<C, S>> plan(JobRules<C, S> job, RunKey run, C config, Claims claims) {
        return new Decision<>(job, config, claims).decide(run);
    }

    /**
     * Asks the live world once more, after repairs. What was repaired needs its time: it is asked again while it could not
     * be told, or still is to be repaired.
     *
     * @param job the job
     * @param state what is to be resumed
     * @param <C> the configuration of the job
     * @param <S> its state
     * @return the answer; {@link Validation.Unknown} or {@link Validation.Repairable} only after the job's patience is over
     */
    public <C, S> Validation validateRepaired(JobRules<C, S> job, RecoveryState<C, S> state) {
        return validate(
                job, state, answer -> answer instanceof Validation.Unknown || answer instanceof Validation.Repairable);
    }

    /**
     * {@return the plan in the place of one whose repair said that it cannot be done: the run is given up, as if what it
     * depends on were gone}
     *
     * @param plan the plan that cannot be carried out
     * @param repair which of its repairs
     * @param why what it said
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> RecoveryPlan.Fresh<C, S> beyondRepair(
            RecoveryPlan.Resume<C, S> plan, Remedy repair, BeyondRepairException why) {
        RunKey run = plan.state().run();
        return new RecoveryPlan.Fresh<>(
                run.job(),
                "what run %s depends on is beyond repair, %s".formatted(run.id(), why.getMessage()),
                Optional.of(new RecoveryPlan.Discarded(run, repair.disposal())),
                plan.findings());
    }

    /** Asks, and asks again with growing pauses as long as the answer may still change, and the job is patient. */
    private <C, S> Validation validate(JobRules<C, S> job, RecoveryState<C, S> state, Predicate<Validation> open) {
        Patience patience = job.limits().patience();
        Deadline deadline = Deadline.in(patience.deadline(), ticker);
        for (int attempt = 1; ; attempt++) {
            Validation answer = Validators.ask("validator", job.validator(), state);
            boolean late = deadline.passed();
            if (!open.test(answer) || late || !paused(patience.pause(attempt))) {
                return answer;
            }
        }
    }

    private boolean paused(Duration pause) {
        try {
            waiter.await(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A run that may be resumed, as the last listing saw it; without its state, as many of them may be large. */
    private record Candidate(RunKey run, Stamp stamp, Encoded config, Optional<Content.Result> result) {

        static Candidate of(Checkpoint newest) {
            return new Candidate(
                    newest.run(),
                    newest.stamp(),
                    newest.config(),
                    newest.content() instanceof Content.Result result ? Optional.of(result) : Optional.empty());
        }
    }

    /** One decision in the making. */
    private final class Decision<C, S> {

        private final JobRules<C, S> job;
        private final C wanted;
        private final Claims claims;
        private final List<Finding> findings = new ArrayList<>();

        Decision(JobRules<C, S> job, C wanted, Claims claims) {
            this.job = job;
            this.wanted = wanted;
            this.claims = claims;
        }

        RecoveryPlan<C, S> decide() {
            return readable(() -> {
                        while (true) {
                            findings.clear();
                            Optional<RecoveryPlan<C, S>> plan = look();
                            if (plan.isPresent()) {
                                return plan;
                            }
                        }
                    })
                    .orElseThrow();
        }

        /** Empty if the run is over. */
        Optional<RecoveryPlan<C, S>> decide(RunKey run) {
            return readable(() -> store.attempts(run).cancelled()
                    ? Optional.of(refuse(
                            "run %s was cancelled; release(\"%s\"), or a start with its configuration, lets it go on"
                                    .formatted(run.id(), run.id()),
                            RecoveryPlan.Obstacle.RELEASE,
                            Optional.of(run)))
                    : load(run));
        }

        private Optional<RecoveryPlan<C, S>> readable(Supplier<Optional<RecoveryPlan<C, S>>> decision) {
            try {
                return decision.get();
            } catch (UnsupportedFormatException
                    | UnsupportedCodecException
                    | UnsupportedVersionException
                    | SectionTooLargeException
                    | CheckpointTooLargeException e) {
                return Optional.of(
                        refuse(String.valueOf(e.getMessage()), RecoveryPlan.Obstacle.FORMAT, Optional.empty()));
            }
        }

        /** Empty if a run ended while it was being looked at, and everything has to be looked at anew. */
        private Optional<RecoveryPlan<C, S>> look() {
            for (Candidate candidate : candidates()) {
                if (matches(candidate) && !forgotten(candidate)) {
                    return own(candidate);
                }
            }
            return Optional.of(fresh("no earlier run has this configuration", Optional.empty()));
        }

        /** Runs of the job with an intact generation, newest first by recorded time. */
        private List<Candidate> candidates() {
            List<Candidate> candidates = new ArrayList<>();
            store.loadAll(job.name(), (run, loaded) -> loaded.checkpoint()
                    .map(Candidate::of)
                    .ifPresentOrElse(candidates::add, () -> unreadable(run, loaded.damages())));
            candidates.sort(Comparator.comparing(
                            (Candidate candidate) -> candidate.stamp().savedAt())
                    .thenComparing(candidate -> candidate.run().id().text())
                    .reversed());
            return candidates;
        }

        /** Nobody can tell any more whose configuration it had: it is set aside, unless somebody works on it. */
        private void unreadable(RunKey run, List<Damage> damages) {
            damages.forEach(damage -> findings.add(new Finding.Damaged(damage)));
            if (!damages.isEmpty()) {
                claims.setAside(run, damages);
            }
        }

        private void quarantine(List<Damage> damages) {
            for (Damage damage : damages) {
                findings.add(new Finding.Damaged(damage));
                claims.quarantine(damage);
            }
        }

        private boolean matches(Candidate candidate) {
            Encoded saved = candidate.config();
            try {
                List<Mismatch> mismatches =
                        job.matcher().compare(codec.decode(saved, job.configType()), wanted, fields);
                if (!mismatches.isEmpty()) {
                    findings.add(new Finding.PassedOver(candidate.run(), mismatches));
                }
                return mismatches.isEmpty();
            } catch (UnsupportedCodecException | UnsupportedVersionException | SectionTooLargeException e) {
                throw e;
            } catch (CodecException e) {
                findings.add(new Finding.Noted("run %s was passed over, its configuration cannot be read: %s"
                        .formatted(candidate.run().id(), e.getMessage())));
                return false;
            }
        }

        /** Whether it is finished, and its result was kept long enough. */
        private boolean forgotten(Candidate candidate) {
            return candidate
                    .result()
                    .filter(result -> !clock.instant().isBefore(result.keepUntil()))
                    .isPresent();
        }

        private Optional<RecoveryPlan<C, S>> own(Candidate candidate) {
            RunKey run = candidate.run();
            if (candidate.result().isPresent()) {
                Encoded result = candidate.result().get().result();
                return Optional.of(new RecoveryPlan.Finished<>(run, result, findings));
            }
            Optional<String> holder = claims.claim(run);
            if (holder.isPresent()) {
                return Optional.of(refuse(
                        "run %s is being worked on by %s".formatted(run.id(), holder.get()),
                        RecoveryPlan.Obstacle.OWNER,
                        Optional.of(run)));
            }
            Optional<RecoveryPlan<C, S>> plan = load(run);
            if (plan.isEmpty()) {
                claims.release(run);
            }
            return plan;
        }

        /** What was read before the run was owned may be old by now. */
        private Optional<RecoveryPlan<C, S>> load(RunKey run) {
            Loaded loaded = store.load(run, Long.MAX_VALUE);
            quarantine(loaded.damages());
            if (loaded.checkpoint().filter(Checkpoint::unfinished).isEmpty()) {
                return Optional.empty();
            }
            Checkpoint newest = loaded.checkpoint().get();
            long next = newest.generation() + loaded.damages().size() + 1;
            StepHistory steps = claims.steps(run);
            note(steps);
            return Optional.of(admit(run, newest, steps)
                    .or(() -> whole(run, steps))
                    .or(() -> rollBack(run, newest, steps))
                    .orElseGet(() -> validate(loaded, next)));
        }

        private void note(StepHistory steps) {
            long done = steps.steps().stream()
                    .filter(step -> step.completion().isPresent())
                    .count();
            if (done > 0) {
                findings.add(new Finding.Noted("steps that are done, and are not done again: " + done));
            }
            steps.steps().stream()
                    .filter(step -> step.completion().isEmpty())
                    .forEach(step -> findings.add(new Finding.Noted("step '%s' was begun %d times, and %s"
                            .formatted(
                                    step.name(),
                                    step.tries().total(),
                                    step.tries()
                                            .failure()
                                            .map("failed: "::concat)
                                            .orElse("ended with its process")))));
        }

        /** A step whose record is lost may be done already, and nobody may do it again without being told to. */
        private Optional<RecoveryPlan<C, S>> whole(RunKey run, StepHistory steps) {
            return steps.gaps().isEmpty() || store.attempts(run).released()
                    ? Optional.empty()
                    : Optional.of(refuse(
                            "run %s has lost records of its steps (%s), so steps that are done might be done again; it is kept, release(\"%s\") accepts that"
                                    .formatted(run.id(), steps.gaps(), run.id()),
                            RecoveryPlan.Obstacle.RELEASE,
                            Optional.of(run)));
        }

        private Optional<RecoveryPlan<C, S>> rollBack(RunKey run, Checkpoint newest, StepHistory steps) {
            return steps.rollback()
                    .map(reason -> new RecoveryPlan.RollBack<>(
                            run,
                            newest.generation(),
                            reason,
                            steps.pending().stream().map(StepStatus::name).toList(),
                            findings));
        }

        private Optional<RecoveryPlan<C, S>> admit(RunKey run, Checkpoint newest, StepHistory steps) {
            Attempts attempts = store.attempts(run);
            int begun = attempts.since(newest.generation() + steps.progress());
            if (begun >= job.limits().maxAttempts()) {
                return Optional.of(refuse(
                        "run %s was tried %d times without a new checkpoint or a step done; it is kept, release(\"%s\") lets it try again"
                                .formatted(run.id(), begun, run.id()),
                        RecoveryPlan.Obstacle.RELEASE,
                        Optional.of(run)));
            }
            if (job.limits().hold() && !attempts.released()) {
                return Optional.of(refuse(
                        "run %s can be resumed and waits for release(\"%s\")".formatted(run.id(), run.id()),
                        RecoveryPlan.Obstacle.RELEASE,
                        Optional.of(run)));
            }
            return Optional.empty();
        }

        /** Generation by generation, as long as the validator asks for an older one. */
        private RecoveryPlan<C, S> validate(Loaded newest, long nextGeneration) {
            Loaded loaded = newest;
            while (loaded.checkpoint().isPresent()) {
                Checkpoint checkpoint = loaded.checkpoint().get();
                RecoveryState<C, S> state;
                try {
                    state = state(checkpoint, loaded.location());
                } catch (CodecException e) {
                    return refuse(
                            "%s of run %s cannot be read: %s; it is kept"
                                    .formatted(
                                            loaded.location(), checkpoint.run().id(), e.getMessage()),
                            RecoveryPlan.Obstacle.FORMAT,
                            Optional.of(checkpoint.run()));
                }
                Validation validation = RecoveryPlanner.this.validate(job, state, Validation.Unknown.class::isInstance);
                validation.checks().forEach(check -> findings.add(new Finding.Checked(state.generation(), check)));
                if (!(validation instanceof Validation.Rewind)) {
                    return decide(state, validation, nextGeneration);
                }
                loaded = store.load(checkpoint.run(), checkpoint.generation());
                quarantine(loaded.damages());
            }
            RunKey run = newest.checkpoint().orElseThrow().run();
            return fresh(
                    "no saved state of run %s is true any more".formatted(run.id()),
                    Optional.of(new RecoveryPlan.Discarded(run, Optional.empty())));
        }

        private RecoveryState<C, S> state(Checkpoint checkpoint, String location) {
            C config = codec.decode(checkpoint.config(), job.configType());
            Optional<S> state = Optional.empty();
            Map<String, Long> positions = Map.of();
            if (checkpoint.content() instanceof Content.State saved) {
                state = Optional.of(codec.decode(saved.state(), job.stateType()));
                positions = saved.positions();
            }
            return new RecoveryState<>(checkpoint.run(), config, state, positions, checkpoint.stamp(), location);
        }

        private RecoveryPlan<C, S> decide(RecoveryState<C, S> state, Validation validation, long nextGeneration) {
            RunKey run = state.run();
            if (validation instanceof Validation.Gone gone) {
                return fresh(
                        "what run %s depends on is gone".formatted(run.id()),
                        Optional.of(new RecoveryPlan.Discarded(run, gone.disposal())));
            }
            if (validation instanceof Validation.Unknown) {
                return refuse(
                        "it could not be told within %s whether run %s can be resumed; its checkpoint is kept"
                                .formatted(job.limits().patience().deadline(), run.id()),
                        RecoveryPlan.Obstacle.SILENCE,
                        Optional.of(run));
            }
            List<Remedy> repairs =
                    validation instanceof Validation.Repairable repairable ? repairable.repairs() : List.of();
            return new RecoveryPlan.Resume<>(state, nextGeneration, repairs, findings);
        }

        private RecoveryPlan<C, S> fresh(String reason, Optional<RecoveryPlan.Discarded> discarded) {
            return new RecoveryPlan.Fresh<>(job.name(), reason, discarded, findings);
        }

        private RecoveryPlan<C, S> refuse(String reason, RecoveryPlan.Obstacle obstacle, Optional<RunKey> run) {
            return new RecoveryPlan.Refuse<>(job.name(), reason, obstacle, run, findings);
        }
    }
}
