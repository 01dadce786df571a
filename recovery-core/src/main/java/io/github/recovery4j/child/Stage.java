package io.github.recovery4j.child;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Where a child is in its life, and what that means for how it is. */
sealed interface Stage {

    ChildStatus.Phase phase();

    Instant since();

    /** For people; may be empty. */
    String reason();

    Diagnosis diagnose() throws Exception;

    default Optional<ProcessId> process() {
        return Optional.empty();
    }

    OptionalInt exitCode();

    /** It is not wanted, which is no failure. */
    record Stopped(Instant since, OptionalInt exitCode) implements Stage {
        @Override
        public ChildStatus.Phase phase() {
            return ChildStatus.Phase.STOPPED;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public Diagnosis diagnose() {
            return Diagnosis.healthy();
        }
    }

    /** Something is being done with it; what comes of that, is not known yet. Each is itself only. */
    final class Changing implements Stage {

        private final Instant since;
        private final String what;
        private final OptionalInt exitCode;

        Changing(Instant since, String what, OptionalInt exitCode) {
            this.since = since;
            this.what = what;
            this.exitCode = exitCode;
        }

        @Override
        public ChildStatus.Phase phase() {
            return ChildStatus.Phase.CHANGING;
        }

        @Override
        public Instant since() {
            return since;
        }

        @Override
        public String reason() {
            return what;
        }

        @Override
        public OptionalInt exitCode() {
            return exitCode;
        }

        @Override
        public Diagnosis diagnose() {
            return Diagnosis.unknown(what);
        }
    }

    /** It was started, and may have ended. */
    record Started(Life life) implements Stage {
        @Override
        public ChildStatus.Phase phase() {
            if (life.exitCode().isEmpty()) {
                return ChildStatus.Phase.RUNNING;
            }
            return life.isDone() ? ChildStatus.Phase.DONE : ChildStatus.Phase.DOWN;
        }

        @Override
        public Instant since() {
            return life.since();
        }

        @Override
        public String reason() {
            return life.end();
        }

        @Override
        public Optional<ProcessId> process() {
            return life.running();
        }

        @Override
        public OptionalInt exitCode() {
            return life.exitCode();
        }

        @Override
        public Diagnosis diagnose() throws Exception {
            return life.diagnose();
        }
    }

    /** It is wanted, and could not be started, or not be mended: then it is as damaged as before. */
    record Down(Instant since, FailureKind kind, String reason, OptionalInt exitCode) implements Stage {
        @Override
        public ChildStatus.Phase phase() {
            return ChildStatus.Phase.DOWN;
        }

        @Override
        public Diagnosis diagnose() {
            return Diagnosis.failed(kind, reason);
        }
    }
}
