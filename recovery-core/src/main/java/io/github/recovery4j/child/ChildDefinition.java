package io.github.recovery4j.child;

import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a child is, and how it is seen to be well. Immutable, and safe for use by many threads.
 *
 * <p>It has crashed when it ends and should not, which is noticed at once. A child that a signal stopped (SIGSTOP), that does
 * not beat, or does not answer, is frozen. One whose probe is down is disconnected. What else can be wrong with it, a detector
 * tells.
 */
public final class ChildDefinition {

    private final Builder settings;

    private ChildDefinition(Builder settings) {
        this.settings = settings;
    }

    /**
     * {@return a builder with the default settings: a service that writes to a file in the directory of its {@link Children},
     * has ten seconds to end, is up when it has stayed up for a second, and has thirty seconds to come up}
     *
     * @param name letters, digits, {@code _}, {@code .} and {@code -}
     * @param command what is started
     * @throws IllegalArgumentException if the name has other characters, or begins with {@code .} or {@code -}
     */
    public static Builder named(String name, Command command) {
        if (!name.matches("\\w[\\w.-]*")) {
            throw new IllegalArgumentException(
                    "The name of a child consists of letters, digits, _, . and -, not of '%s'".formatted(name));
        }
        return new Builder(name, command);
    }

    /** {@return its name} */
    public String name() {
        return settings.name;
    }

    /** {@return what is started} */
    public Command command() {
        return settings.command;
    }

    /** {@return how long it is to run} */
    public Lifetime lifetime() {
        return settings.lifetime;
    }

    Optional<ProcessBuilder.Redirect> output() {
        return Optional.ofNullable(settings.output);
    }

    Duration grace() {
        return settings.grace;
    }

    Duration settling() {
        return settings.settling;
    }

    Duration startingWithin() {
        return settings.starting;
    }

    Duration stoppedFor() {
        return settings.stopped;
    }

    /** What is asked about one life of it, besides whether it goes on: each remembers what it has seen. */
    List<FailureDetector> vitals(Age age) {
        List<FailureDetector> vitals = new ArrayList<>();
        for (Function<Age, FailureDetector> vital : settings.vitals) {
            vitals.add(new Starting(vital.apply(age), age, settings.starting));
        }
        vitals.addAll(settings.detectors);
        return vitals;
    }

    /** Settings of a {@link ChildDefinition}. Not safe for use by many threads. */
    public static final class Builder {

        private final String name;
        private final Command command;
        private Lifetime lifetime = Lifetime.SERVICE;
        private ProcessBuilder.@Nullable Redirect output;
        private Duration grace = Duration.ofSeconds(10);
        private Duration settling = Duration.ofSeconds(1);
        private Duration starting = Duration.ofSeconds(30);
        private Duration stopped = Duration.ofSeconds(5);
        private final List<Function<Age, FailureDetector>> vitals;
        private final List<FailureDetector> detectors;

        private Builder(String name, Command command) {
            this.name = name;
            this.command = command;
            this.vitals = new ArrayList<>();
            this.detectors = new ArrayList<>();
        }

        private Builder(Builder other) {
            this.name = other.name;
            this.command = other.command;
            this.lifetime = other.lifetime;
            this.output = other.output;
            this.grace = other.grace;
            this.settling = other.settling;
            this.starting = other.starting;
            this.stopped = other.stopped;
            this.vitals = List.copyOf(other.vitals);
            this.detectors = List.copyOf(other.detectors);
        }

        /**
         * Sets how long it is to run; {@link Lifetime#SERVICE} unless set.
         *
         * @param other how long
         * @return this
         */
        public Builder running(Lifetime other) {
            lifetime = other;
            return this;
        }

        /**
         * Sets where it writes what it says, its standard error too. Unless set that is appended to {@code {name}.log} in the
         * directory of its {@link Children}, which is never cut: whoever rotates it has to copy and truncate it.
         *
         * @param redirect {@code INHERIT}, {@code DISCARD}, or to a file
         * @return this
         * @throws IllegalArgumentException if it is a pipe, which nobody would read
         */
        public Builder writing(ProcessBuilder.Redirect redirect) {
            if (redirect.type() == ProcessBuilder.Redirect.Type.PIPE
                    || redirect.type() == ProcessBuilder.Redirect.Type.READ) {
                throw new IllegalArgumentException("%s cannot write to %s".formatted(name, redirect));
            }
            output = redirect;
            return this;
        }

        /**
         * Sets how long it may take to end when it is asked to, by SIGTERM; then it is killed with all it started.
         *
         * @param time zero kills at once
         * @return this
         */
        public Builder endingWithin(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("%s cannot end within %s".formatted(name, time));
            }
            grace = time;
            return this;
        }

        /**
         * Sets how long it has to stay up after a restart to count as cured. One that comes up and ends at once does not.
         *
         * @param time not negative
         * @return this
         */
        public Builder settlingFor(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("%s cannot settle for %s".formatted(name, time));
            }
            settling = time;
            return this;
        }

        /**
         * Sets how long it may take until it beats, answers and its probes are up for the first time. So long it is starting,
         * which is no failure; a restart after which it takes longer did not help.
         *
         * @param time positive
         * @return this
         */
        public Builder startingWithin(Duration time) {
            starting = positive(time);
            return this;
        }

        /**
         * Sets for how long a signal may stop it (SIGSTOP, SIGTSTP) before it is frozen; five seconds unless set. Linux only.
         *
         * @param time positive
         * @return this
         */
        public Builder stoppedFor(Duration time) {
            stopped = positive(time);
            return this;
        }

        /**
         * Has it beat: it is frozen when the time of modification of a file has not changed for longer than a limit, as far as
         * it was looked at. Setting a clock does not matter.
         *
         * @param file what it touches, or writes, again and again
         * @param limit for how long it may be silent; several times as long as it usually is
         * @return this
         */
        public Builder beating(Path file, Duration limit) {
            Duration most = positive(limit);
            vitals.add(age -> new Heartbeat(file, most, age));
            return this;
        }

        /**
         * Has it be reached: it is disconnected when a probe is down. When that is unknown, nothing is done.
         *
         * @param probe asks
         * @return this
         */
        public Builder reachedBy(Probe probe) {
            vitals.add(age -> FailureDetector.of(FailureKind.DISCONNECTED, probe));
            return this;
        }

        /**
         * Has it answer: it is disconnected when a probe is down, and frozen when there was no answer for longer than a limit.
         * Say so only of a probe whose answers nothing but the child can keep away.
         *
         * @param probe asks
         * @param limit for how long there may be no answer
         * @return this
         */
        public Builder answering(Probe probe, Duration limit) {
            Duration most = positive(limit);
            vitals.add(age -> new Answers(probe, most, age));
            return this;
        }

        /**
         * Has it looked at by code of yours, also while it is starting: whether what it keeps is damaged, for example.
         *
         * @param detector asked while it runs, when all else is well
         * @return this
         */
        public Builder detecting(FailureDetector detector) {
            detectors.add(detector);
            return this;
        }

        private Duration positive(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("A time of %s must be positive, got %s".formatted(name, time));
            }
            return time;
        }

        /** {@return the definition} */
        public ChildDefinition build() {
            return new ChildDefinition(new Builder(this));
        }
    }
}
