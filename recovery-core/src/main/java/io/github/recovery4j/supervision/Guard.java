package io.github.recovery4j.supervision;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.probe.Bounded;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.thread.Rounds;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after one subject. Its rounds are never beside each other; everybody may ask for its status. */
final class Guard {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    private final Subject subject;
    private final RecoveryListener listener;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Budget.Account account;
    private final Ladder ladder;
    private final Tally tally = new Tally();
    private final Object lock = new Object();

    // guarded by the lock
    private Condition condition = Condition.UNKNOWN;
    private Instant since;
    private String reason = "not looked at yet";
    private boolean parked;
    private boolean called;
    private int inVain;
    private long restingFrom;
    private long restNanos;

    // only in rounds
    private boolean everWell;
    private long lastWell; // the begin of the last look that found it well, or the start
    private long detected;

    Guard(Subject subject, RecoveryListener listener, InstantSource clock, Ticker ticker, Waiter waiter) {
        this.subject = subject;
        this.listener = listener;
        this.clock = clock;
        this.ticker = ticker;
        this.account = subject.budget().open(ticker);
        this.ladder = new Ladder(subject, account, Breaker.named(subject.name(), subject.breaker()), ticker, waiter);
        this.since = clock.instant();
        this.lastWell = ticker.nanos();
    }

    Rounds.Course begin(Rounds rounds) {
        return rounds.every(subject.name(), subject.interval(), this::round);
    }

    /** What a detector finds out in time. */
    static Diagnosis look(Subject subject, FailureDetector detector) throws InterruptedException {
        try {
            return Bounded.call("looking at " + subject.name(), subject.timeout(), detector::diagnose);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            return Diagnosis.unknown(e.toString());
        }
    }

    void round() throws InterruptedException {
        long begun = ticker.nanos();
        Diagnosis diagnosis = look(subject, subject.detector());
        if (diagnosis instanceof Diagnosis.Healthy) {
            well("by itself", 0, begun);
        } else if (diagnosis instanceof Diagnosis.Failed failed) {
            failed(failed);
        } else {
            unknown(diagnosis.toString());
        }
    }

    /** A failure stays one until it is seen to be gone. */
    private void unknown(String why) {
        synchronized (lock) {
            if (condition == Condition.HEALTHY || condition == Condition.UNKNOWN) {
                enter(Condition.UNKNOWN, why);
            }
        }
    }

    private void failed(Diagnosis.Failed failure) throws InterruptedException {
        if (detect(failure)) {
            log.warn("{} has failed, {}", subject.name(), failure);
            listener.on(new RecoveryEvent.FailureDetected(
                    clock.instant(),
                    subject.name(),
                    failure.kind().name(),
                    failure.reason(),
                    Duration.ofNanos(detected - lastWell)));
        }
        if (mayTry()) {
            conclude(failure, ladder.climb(failure));
        }
    }

    /** Whether it was not known before. */
    private boolean detect(Diagnosis.Failed failure) {
        synchronized (lock) {
            if (condition == Condition.FAILED || condition == Condition.ESCALATED) {
                return false;
            }
            enter(Condition.FAILED, failure.toString());
        }
        detected = ticker.nanos();
        Optional<Duration> undetected = Optional.of(Duration.ofNanos(detected - lastWell));
        tally.detected(failure.kind(), undetected.filter(time -> everWell));
        return true;
    }

    private boolean mayTry() {
        synchronized (lock) {
            return !parked && ticker.nanos() - restingFrom >= restNanos;
        }
    }

    private void conclude(Diagnosis.Failed failure, Ending ending) {
        tally.tried(ending.tries());
        if (ending instanceof Ending.Cured cured) {
            well(cured.by(), cured.tries(), ladder.looked());
        } else if (ending instanceof Ending.InVain vain) {
            rest();
            escalate(failure, vain.reason(), vain.tries());
        } else if (ending instanceof Ending.GivenUp given) {
            park();
            escalate(failure, given.reason(), given.tries());
        }
    }

    private void rest() {
        synchronized (lock) {
            inVain++;
            restingFrom = ticker.nanos();
            restNanos = subject.rest().pause(inVain).toNanos();
        }
    }

    private void park() {
        synchronized (lock) {
            parked = true;
        }
    }

    private void escalate(Diagnosis.Failed failure, String why, int tries) {
        synchronized (lock) {
            enter(Condition.ESCALATED, "%s; %s".formatted(failure, why));
            if (called) {
                return;
            }
            called = true;
        }
        tally.somebodyCalled();
        log.error("{} needs somebody, {}: {}", subject.name(), failure, why);
        listener.on(new RecoveryEvent.Escalated(
                clock.instant(), subject.name(), failure.kind().name(), tries, why));
    }

    private void well(String by, int tries, long looked) {
        boolean failedBefore;
        synchronized (lock) {
            failedBefore = condition == Condition.FAILED || condition == Condition.ESCALATED;
            enter(Condition.HEALTHY, "");
            forgive();
            called = false;
        }
        everWell = true;
        lastWell = looked;
        if (failedBefore) {
            Duration took = Duration.ofNanos(ticker.nanos() - detected);
            tally.gone(took);
            log.info("{} is well again: {}", subject.name(), by);
            listener.on(new RecoveryEvent.Cured(clock.instant(), subject.name(), by, tries, took));
        }
    }

    private void forgive() {
        parked = false;
        inVain = 0;
        restNanos = 0;
    }

    private void enter(Condition next, String why) {
        if (condition != next) {
            since = clock.instant();
        }
        condition = next;
        reason = why;
    }

    void retry() {
        synchronized (lock) {
            forgive();
        }
    }

    SubjectStatus status() {
        synchronized (lock) {
            return new SubjectStatus(subject.name(), condition, since, reason, account.left(), tally.byKind());
        }
    }
}
