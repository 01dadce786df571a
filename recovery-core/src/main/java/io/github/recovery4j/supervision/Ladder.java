package io.github.recovery4j.supervision;

import io.github.recovery4j.probe.Bounded;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.step.BreakerOpenException;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the strategies against one failure, from the first on, until one helps. Only one thread at a time.
 */
final class Ladder {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);
    private static final BackOff BETWEEN_LOOKS = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(1));

    private final Subject subject;
    private final Budget.Account account;
    private final Breaker breaker;
    private final Ticker ticker;
    private final Waiter waiter;
    private int tries;
    private boolean saved;
    private long looked;
    private final Set<FailureKind> climbed = new HashSet<>();

    Ladder(Subject subject, Budget.Account account, Breaker breaker, Ticker ticker, Waiter waiter) {
        this.subject = subject;
        this.account = account;
        this.breaker = breaker;
        this.ticker = ticker;
        this.waiter = waiter;
    }

    /**
     * Climbs until it is cured, or there is no reason to go on; also against what the failure turns into by what is done, each
     * kind once. An interrupt ends it at once.
     */
    Ending climb(Diagnosis.Failed failure) throws InterruptedException {
        tries = 0;
        saved = false;
        climbed.clear();
        Ending end = against(failure);
        while (end instanceof Ending.Turned turned) {
            log.warn("{} has turned into another failure, {}", subject.name(), turned.into());
            end = against(turned.into());
        }
        return end;
    }

    private Ending against(Diagnosis.Failed failure) throws InterruptedException {
        climbed.add(failure.kind());
        List<Strategy> strategies = subject.strategies(failure.kind());
        for (Strategy strategy : strategies) {
            Optional<Ending> end = use(strategy, failure);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Ending.InVain(
                strategies.isEmpty()
                        ? "nothing is known to do about it"
                        : "none of %s helped"
                                .formatted(
                                        strategies.stream().map(Strategy::what).toList()),
                tries);
    }

    /** When it was looked at last whether a cure worked: the begin of that, as it may have failed again meanwhile. */
    long looked() {
        return looked;
    }

    /** Empty if the next strategy should be tried. */
    private Optional<Ending> use(Strategy strategy, Diagnosis.Failed failure) throws InterruptedException {
        if (strategy instanceof Strategy.LookAgain looks) {
            return lookAgain(looks);
        }
        if (strategy instanceof Strategy.Act act) {
            return act(act, failure);
        }
        return Optional.of(new Ending.GivenUp(strategy.what(), tries));
    }

    private Optional<Ending> lookAgain(Strategy.LookAgain looks) throws InterruptedException {
        for (int look = 0; look < looks.times(); look++) {
            pause(looks.pauses(), look);
            tries++;
            if (confirmed()) {
                return Optional.of(new Ending.Cured(looks.what(), tries));
            }
        }
        return Optional.empty();
    }

    private Optional<Ending> act(Strategy.Act act, Diagnosis.Failed failure) throws InterruptedException {
        for (int time = 0; time < act.times(); time++) {
            pause(act.pauses(), time);
            if (!account.spend()) {
                return Optional.of(new Ending.InVain(
                        "something was done about it as often as is allowed (%s)".formatted(subject.budget()), tries));
            }
            saveOnce(failure);
            tries++;
            try {
                if (breaker.call(() -> cures(act, failure), cured -> !cured)) {
                    return Optional.of(new Ending.Cured(act.what(), tries));
                }
                log.warn("{}: {} did not help", subject.name(), act.what());
            } catch (BreakerOpenException e) {
                return Optional.of(new Ending.InVain("what was done failed too often lately", tries));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                log.warn("{}: {} failed: {}", subject.name(), act.what(), e.toString());
            }
            if (Guard.look(subject, subject.validator()) instanceof Diagnosis.Failed now
                    && !climbed.contains(now.kind())) {
                return Optional.of(new Ending.Turned(now, tries));
            }
        }
        return Optional.empty();
    }

    private boolean cures(Strategy.Act act, Diagnosis.Failed failure) throws Exception {
        Bounded.call(act.what(), act.timeout().value(), () -> {
            act.action().cure(failure);
            return act;
        });
        return confirmedInTime();
    }

    private void saveOnce(Diagnosis.Failed failure) throws InterruptedException {
        if (saved || subject.first().isEmpty()) {
            return;
        }
        saved = true;
        CureAction saving = subject.first().get();
        try {
            Bounded.call("saving before a cure", subject.timeout(), () -> {
                saving.cure(failure);
                return failure;
            });
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            log.warn(
                    "{} could not be saved before it is cured; it is cured all the same: {}",
                    subject.name(),
                    e.toString());
        }
    }

    private void pause(BackOff pauses, int tried) throws InterruptedException {
        if (tried > 0) {
            waiter.await(pauses.pause(tried));
        }
    }

    private boolean confirmedInTime() throws InterruptedException {
        long begun = ticker.nanos();
        for (int look = 1; ; look++) {
            if (confirmed()) {
                return true;
            }
            if (ticker.nanos() - begun >= subject.confirmWithin().toNanos()) {
                return false;
            }
            waiter.await(BETWEEN_LOOKS.pause(look));
        }
    }

    private boolean confirmed() throws InterruptedException {
        looked = ticker.nanos();
        return Guard.look(subject, subject.validator()) instanceof Diagnosis.Healthy;
    }
}
