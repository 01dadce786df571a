package io.github.recovery4j.supervision;

import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is looked after: how its failures are found, what is done about each kind, in order, and how often. Immutable, and
 * safe for use by many threads.
 */
public final class Subject {

    private final Builder settings;

    private Subject(Builder settings) {
        this.settings = settings;
    }

    /**
     * {@return a builder} Unless said, or {@linkplain SupervisionSettings set}, it is looked at every second, cures are confirmed
     * within ten seconds, there are five in ten minutes, and a breaker opens when half of the last ten failed.
     *
     * @param name of what is looked after; a supervisor has one subject of each name
     * @param detector tells whether it has failed
     */
    public static Builder named(String name, FailureDetector detector) {
        return new Builder(name, detector);
    }

    /** {@return its name} */
    public String name() {
        return settings.name;
    }

    FailureDetector detector() {
        return settings.detector;
    }

    /** Tells whether a cure worked. */
    FailureDetector validator() {
        return settings.validator == null ? settings.detector : settings.validator;
    }

    Duration confirmWithin() {
        return settings.confirmWithin.value();
    }

    Duration interval() {
        return settings.interval.value();
    }

    Duration timeout() {
        return settings.timeout.value();
    }

    List<Strategy> strategies(FailureKind kind) {
        return settings.strategies.getOrDefault(kind, settings.otherwise);
    }

    Optional<CureAction> first() {
        return Optional.ofNullable(settings.first);
    }

    Optional<Alarm> alarm() {
        return Optional.ofNullable(settings.alarm);
    }

    Budget budget() {
        return settings.budget.value();
    }

    Breaker.Settings breaker() {
        return settings.breaker.value();
    }

    BackOff rest() {
        return settings.rest.value();
    }

    /**
     * {@return the same, with what it has not said as it is set}
     *
     * @param what is set
     */
    public Subject tuned(Settings what) {
        return settings.tuned(what).build();
    }

    /** Settings of a {@link Subject}. Not safe for use by many threads. */
    public static final class Builder {

        private final String name;
        private final FailureDetector detector;
        private final Map<FailureKind, List<Strategy>> strategies;
        private List<Strategy> otherwise = List.of();
        private Tunable<Duration> interval = SupervisionSettings.INTERVAL;
        private Tunable<Duration> timeout = SupervisionSettings.TIMEOUT;
        private @Nullable FailureDetector validator;
        private Tunable<Duration> confirmWithin = SupervisionSettings.CONFIRM;
        private @Nullable CureAction first;
        private Tunable<Budget> budget = SupervisionSettings.BUDGET;
        private Tunable<Breaker.Settings> breaker = SupervisionSettings::breaker;
        private Tunable<BackOff> rest = SupervisionSettings.REST;
        private @Nullable Alarm alarm;

        private Builder(String name, FailureDetector detector) {
            this.name = name;
            this.detector = detector;
            this.strategies = new HashMap<>();
        }

        private Builder(Builder other) {
            this.name = other.name;
            this.detector = other.detector;
            this.strategies = new HashMap<>(other.strategies);
            this.otherwise = other.otherwise;
            this.interval = other.interval;
            this.timeout = other.timeout;
            this.validator = other.validator;
            this.confirmWithin = other.confirmWithin;
            this.first = other.first;
            this.alarm = other.alarm;
            this.budget = other.budget;
            this.breaker = other.breaker;
            this.rest = other.rest;
        }

        /**
         * Sets what is done about a kind of failure.
         *
         * @param kind the kind
         * @param inOrder tried one after the other until one helps
         * @return this
         */
        public Builder curing(FailureKind kind, Strategy... inOrder) {
            strategies.put(kind, List.of(inOrder));
            return this;
        }

        /**
         * Sets what is done about every kind of failure that nothing else was said about; nothing unless set, and then
         * somebody is called.
         *
         * @param inOrder tried one after the other until one helps
         * @return this
         */
        public Builder curing(Strategy... inOrder) {
            otherwise = List.of(inOrder);
            return this;
        }

        /**
         * Sets how often it is looked at, and how long that may take.
         *
         * @param time from one look to the next
         * @param limit how long a look may take; one that takes longer has found out nothing
         * @return this
         */
        public Builder every(Duration time, Duration limit) {
            if (time.isNegative() || time.isZero() || limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException(
                        "%s is looked at in positive intervals and times, got %s and %s".formatted(name, time, limit));
            }
            interval = Tunable.said(time);
            timeout = Tunable.said(limit);
            return this;
        }

        /**
         * Sets what makes it be looked at before it is due; nothing unless set.
         *
         * @param caller calls when something has happened
         * @return this
         */
        public Builder lookingOn(Alarm caller) {
            alarm = caller;
            return this;
        }

        /**
         * Sets how it is found out whether a cure worked; by the detector unless set.
         *
         * @param validator healthy means that it worked
         * @param within for how long to look, again and again
         * @return this
         */
        public Builder confirming(FailureDetector validator, Duration within) {
            this.validator = validator;
            return confirmingWithin(within);
        }

        /**
         * Sets how long a cure may take to show; ten seconds unless set.
         *
         * @param within for how long to look, again and again; it is looked at least once
         * @return this
         */
        public Builder confirmingWithin(Duration within) {
            confirmWithin = Tunable.said(within);
            return this;
        }

        /**
         * Sets what is done before the first thing is tried that changes anything: saving a checkpoint of what is there. If it
         * fails, that is logged, and what can be tried is tried all the same.
         *
         * @param action saves
         * @return this
         */
        public Builder savingFirst(CureAction action) {
            first = action;
            return this;
        }

        /**
         * Sets how often something is done at most.
         *
         * @param most counts every try that does something
         * @return this
         */
        public Builder atMost(Budget most) {
            budget = Tunable.said(most);
            return this;
        }

        /**
         * Sets when the circuit breaker opens.
         *
         * @param other counts every try that does something
         * @return this
         */
        public Builder breaker(Breaker.Settings other) {
            breaker = Tunable.said(other);
            return this;
        }

        /**
         * Sets the pauses after everything was tried in vain, before it is tried again from the first on.
         *
         * @param pauses growing with each time
         * @return this
         */
        public Builder resting(BackOff pauses) {
            rest = Tunable.said(pauses);
            return this;
        }

        private Builder tuned(Settings what) {
            Builder tuned = new Builder(this);
            tuned.strategies.replaceAll((kind, inOrder) -> tuned(inOrder, what));
            tuned.otherwise = tuned(otherwise, what);
            tuned.interval = interval.tuned(what);
            tuned.timeout = timeout.tuned(what);
            tuned.confirmWithin = confirmWithin.tuned(what);
            tuned.budget = budget.tuned(what);
            tuned.breaker = breaker.tuned(what);
            tuned.rest = rest.tuned(what);
            return tuned;
        }

        private static List<Strategy> tuned(List<Strategy> inOrder, Settings what) {
            return inOrder.stream().map(strategy -> strategy.tuned(what)).toList();
        }

        /** {@return the subject} */
        public Subject build() {
            return new Subject(new Builder(this));
        }
    }
}
