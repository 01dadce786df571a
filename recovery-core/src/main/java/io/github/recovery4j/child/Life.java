package io.github.recovery4j.child;

import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of a child, from its start on. The JDK asks for its exit code when it ends. Safe for use by many threads. */
final class Life {

    private final ChildDefinition definition;
    private final Process process;
    private final Optional<ProcessId> id;
    private final Age age;
    private final List<FailureDetector> vitals;
    private final Lasting stopped;
    private final Instant startedAt;
    private volatile @Nullable Instant endedAt;
    private volatile @Nullable Duration endedAfter;

    /**
     * A process that was just started.
     *
     * @param id empty if it ended at once
     * @param vitals older than the process
     */
    Life(
            ChildDefinition definition,
            Process process,
            Optional<ProcessId> id,
            Age age,
            List<FailureDetector> vitals,
            Instant startedAt) {
        this.definition = definition;
        this.process = process;
        this.id = id;
        this.age = age;
        this.vitals = vitals;
        this.stopped = new Lasting(age);
        this.startedAt = startedAt;
    }

    long pid() {
        return process.pid();
    }

    /** Empty if it has ended. */
    Optional<ProcessId> running() {
        return id.filter(known -> process.isAlive());
    }

    OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    boolean isDone() {
        return !process.isAlive() && definition.lifetime().isDone(process.exitValue());
    }

    /** The end of it, when it has come. */
    void ended(Instant at) {
        endedAfter = age.now();
        endedAt = at;
    }

    /** When it became what it is. */
    Instant since() {
        Instant end = endedAt;
        return end == null ? startedAt : end;
    }

    /** For people; empty as long as it has not ended. */
    String end() {
        return process.isAlive() ? "" : CommandResult.describe(process.exitValue());
    }

    Duration age() {
        return age.now();
    }

    /** Whether it ended before. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void onEnd(Runnable action) {
        CompletableFuture<Void> unused = process.onExit().thenRun(action);
    }

    /** What is certain counts before what cannot be told, and its end before all else that shows when it has ended. */
    Diagnosis diagnose() throws Exception {
        Diagnosis found = process.isAlive() ? symptom() : Diagnosis.healthy();
        return process.isAlive() ? found : ending();
    }

    private Diagnosis ending() {
        return isDone()
                ? Diagnosis.healthy()
                : Diagnosis.failed(
                        FailureKind.CRASHED,
                        "process %d ended, %s, %s after its start".formatted(pid(), end(), Age.text(lasted())));
    }

    /** Who looks at once may be faster than who tells when it ended. */
    private Duration lasted() {
        Duration known = endedAfter;
        return known == null ? age.now() : known;
    }

    private Diagnosis symptom() throws Exception {
        Duration still = stopped.look(id.isPresent() && id.get().isStopped());
        if (still.compareTo(definition.stoppedFor()) > 0) {
            return Diagnosis.failed(
                    FailureKind.FROZEN,
                    "process %d was stopped by a signal, and has not gone on for %s".formatted(pid(), Age.text(still)));
        }
        Diagnosis doubt = Diagnosis.healthy();
        for (FailureDetector vital : vitals) {
            Diagnosis diagnosis = vital.diagnose();
            if (diagnosis instanceof Diagnosis.Failed) {
                return diagnosis;
            }
            doubt = doubt instanceof Diagnosis.Unknown ? doubt : diagnosis;
        }
        return doubt;
    }
}
