package io.github.recovery4j.supervision;

import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.thread.Rounds;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks after many things at the same time: finds out that one has failed and how, saves what is there, tries what is known
 * to help, in order, and makes sure that it did.
 *
 * <pre>{@code
 * Supervisor supervisor = recovery.supervise(List.of(
 *     Subject.named("indexer", FailureDetector.first(
 *             FailureDetector.of(CRASHED, Probes.process(indexer, ofSeconds(1))),
 *             FailureDetector.of(FROZEN, Probes.http(health, ofSeconds(2)))))
 *         .savingFirst(failure -> checkpoint())
 *         .curing(CRASHED, Strategy.act("restart", failure -> start()))
 *         .curing(FROZEN, Strategy.lookAgain(3, seconds), Strategy.act("kill and start", failure -> restart()))
 *         .build()));
 * }</pre>
 *
 * <p>Everything that changes something costs one of a budget and goes through a circuit breaker of the subject; while that is
 * open, or the budget spent, nothing is done, and the rest of the strategies is not gone through either. When nothing helped,
 * somebody is called, once for each failure ({@code Escalated}), which stays visible in the status; and after a pause that
 * grows it is tried again from the first strategy on, unless one of them was {@link Strategy#escalate}. What cannot be told is
 * left alone.
 *
 * <p>A subject whose cure takes long delays no other. Safe for use by many threads.
 */
public final class Supervisor implements AutoCloseable {

    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private final List<Runnable> hangUps = new ArrayList<>();
    private final Rounds rounds;

    /** One subject. */
    private record Watch(Guard guard, Rounds.Course course) {}

    private Supervisor(Rounds rounds) {
        this.rounds = rounds;
    }

    /**
     * {@return a supervisor that looks after its subjects from now on}
     *
     * @param subjects what is looked after; of two with the same name the later one
     * @param listener is told what happens
     * @param clock stamps
     * @param ticker measures
     * @param waiter waits between tries
     */
    public static Supervisor start(
            Collection<Subject> subjects,
            RecoveryListener listener,
            InstantSource clock,
            Ticker ticker,
            Waiter waiter) {
        Supervisor supervisor = new Supervisor(new Rounds("recovery4j-supervisor", ticker));
        Map<String, Subject> byName = new LinkedHashMap<>();
        subjects.forEach(subject -> byName.put(subject.name(), subject));
        byName.values()
                .forEach(subject -> supervisor.begin(subject, new Guard(subject, listener, clock, ticker, waiter)));
        return supervisor;
    }

    private void begin(Subject subject, Guard guard) {
        Rounds.Course course = guard.begin(rounds);
        watches.put(subject.name(), new Watch(guard, course));
        subject.alarm().ifPresent(alarm -> hangUps.add(alarm.call(course::now)));
    }

    /** {@return how each subject stands now, in the order in which they were given} */
    public List<SubjectStatus> statuses() {
        return watches.values().stream().map(watch -> watch.guard().status()).toList();
    }

    /**
     * {@return how a subject stands now}
     *
     * @param subject its name
     * @throws IllegalArgumentException if there is none of that name
     */
    public SubjectStatus status(String subject) {
        return watch(subject).guard().status();
    }

    /**
     * Has a subject looked at now, without waiting until it is due; if it is being looked at or cured, once more after that.
     * Returns at once.
     *
     * @param subject its name
     * @throws IllegalArgumentException if there is none of that name
     */
    public void look(String subject) {
        watch(subject).course().now();
    }

    /**
     * Lets a subject that somebody was called for be tried again now, without waiting any longer. Its budget and its breaker
     * still count.
     *
     * @param subject its name
     * @throws IllegalArgumentException if there is none of that name
     */
    public void retry(String subject) {
        watch(subject).guard().retry();
        look(subject);
    }

    private Watch watch(String subject) {
        Watch watch = watches.get(subject);
        if (watch == null) {
            throw new IllegalArgumentException(
                    "There is no subject '%s', only %s".formatted(subject, watches.keySet()));
        }
        return watch;
    }

    /**
     * Looks after nothing any more: a look, a cure or a pause that is under way is interrupted, and waited for up to five
     * seconds. Closing twice does nothing more.
     */
    @Override
    public void close() {
        hangUps.forEach(Runnable::run);
        rounds.close();
    }
}
