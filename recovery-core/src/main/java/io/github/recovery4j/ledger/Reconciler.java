package io.github.recovery4j.ledger;

import io.github.recovery4j.time.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Compares what should be alive with what is, and repairs what it was told to repair.
 *
 * <pre>{@code
 * Reconciler<String, ServiceSpec, ProcessHandle> reconciler = Reconciler.of(services, this::processes)
 *     .onMissing(entry -> start(entry.key(), entry.value()))
 *     .onAliveThoughRetired(found -> found.handle().destroy());
 * System.out.println(reconciler.look().describe());       // changes nothing
 * reconciler.repair();
 * }</pre>
 *
 * <ol>
 *   <li>Nothing is repaired that was not said to be: each kind of difference has its own policy, and none unless set.
 *   <li>Nothing is repaired that is not certain: what the {@link Inventory} cannot tell, and what is younger than the
 *       {@linkplain #sparing spared} time, is left alone; and everything, while events of the ledger cannot be read, until that
 *       is {@linkplain Ledger#acceptLosses accepted}.
 *   <li>Right before each repair all that is alive is looked at once more, and the entry is read again: what differs then is
 *       left alone.
 *   <li>So what was put again after a retirement is never ended: only a {@linkplain Instance#handle handle} that was seen
 *       while its key was not live, and still is not.
 *   <li>A repair that fails keeps no other from being done.
 * </ol>
 *
 * <p>What it was given is called by threads of its own. Immutable, and safe for use by many threads; two at a time would
 * repair the same things.
 *
 * @param <K> the keys
 * @param <V> the values
 * @param <H> the handles
 */
public final class Reconciler<K, V, H> {

    private final Ledger<K, V> ledger;
    private final Inventory<K, H> inventory;
    private final Policies<K, V, H> policies;

    /**
     * What is done about which difference.
     *
     * @param missing restores; empty to leave it
     * @param orphaned ends; empty to leave it
     * @param retired ends; empty to leave it
     * @param duplicated settles; empty to leave it
     * @param sparing how old an entry has to be
     * @param limited calls each look and each repair
     */
    record Policies<K, V, H>(
            Optional<Mending<LedgerEntry<K, V>>> missing,
            Optional<Mending<Instance<K, H>>> orphaned,
            Optional<Mending<Instance<K, H>>> retired,
            Optional<Mending<List<Instance<K, H>>>> duplicated,
            Duration sparing,
            Limited limited) {}

    /**
     * Does something about a difference.
     *
     * @param <T> what differs
     */
    @FunctionalInterface
    public interface Mending<T> {

        /**
         * Repairs it.
         *
         * @param difference what differs
         * @throws Exception if that failed
         */
        void mend(T difference) throws Exception;
    }

    private Reconciler(Ledger<K, V> ledger, Inventory<K, H> inventory, Policies<K, V, H> policies) {
        this.ledger = ledger;
        this.inventory = inventory;
        this.policies = policies;
    }

    /**
     * {@return a reconciler that repairs nothing}
     *
     * @param ledger what should be alive
     * @param inventory knows what is
     * @param <K> the keys
     * @param <V> the values
     * @param <H> the handles
     */
    public static <K, V, H> Reconciler<K, V, H> of(Ledger<K, V> ledger, Inventory<K, H> inventory) {
        return new Reconciler<>(
                ledger,
                inventory,
                new Policies<>(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        new Limited(TimeLimits.DEFAULT)));
    }

    private Reconciler<K, V, H> with(Policies<K, V, H> other) {
        return new Reconciler<>(ledger, inventory, other);
    }

    /**
     * {@return the same, which restores what is missing}
     *
     * @param restorer is called for one at a time, in the order in which they became live
     */
    public Reconciler<K, V, H> onMissing(Restorer<K, V> restorer) {
        return with(new Policies<>(
                Optional.of(restorer::restore),
                policies.orphaned(),
                policies.retired(),
                policies.duplicated(),
                policies.sparing(),
                policies.limited()));
    }

    /**
     * {@return the same, which ends what belongs to no entry} Also what was retired so long ago that the ledger has forgotten
     * it.
     *
     * @param killer ends what has this handle, and nothing else of the key
     */
    public Reconciler<K, V, H> onOrphaned(Mending<Instance<K, H>> killer) {
        return with(new Policies<>(
                policies.missing(),
                Optional.of(killer),
                policies.retired(),
                policies.duplicated(),
                policies.sparing(),
                policies.limited()));
    }

    /**
     * {@return the same, which ends what belongs to an entry that was retired, or has expired}
     *
     * @param killer ends what has this handle, and nothing else of the key
     */
    public Reconciler<K, V, H> onAliveThoughRetired(Mending<Instance<K, H>> killer) {
        return with(new Policies<>(
                policies.missing(),
                policies.orphaned(),
                Optional.of(killer),
                policies.duplicated(),
                policies.sparing(),
                policies.limited()));
    }

    /**
     * {@return the same, which does something about entries of which more than one is alive}
     *
     * @param settler gets all of one key, and decides which stays
     */
    public Reconciler<K, V, H> onDuplicated(Mending<List<Instance<K, H>>> settler) {
        return with(new Policies<>(
                policies.missing(),
                policies.orphaned(),
                policies.retired(),
                Optional.of(settler),
                policies.sparing(),
                policies.limited()));
    }

    /**
     * {@return the same, which leaves alone what changed a short while ago: somebody may be about to start or to end it}
     * Nothing is spared unless set.
     *
     * @param age by the wall clock, not negative
     */
    public Reconciler<K, V, H> sparing(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("The time that is spared is not negative, got " + age);
        }
        return with(new Policies<>(
                policies.missing(),
                policies.orphaned(),
                policies.retired(),
                policies.duplicated(),
                age,
                policies.limited()));
    }

    /**
     * {@return the same, with another limit for each look and each repair} A minute unless set. Their thread is interrupted
     * then; an inventory that is late cannot tell. What does not heed that for as long again, but for one second at least and
     * ten at most, is left behind, has failed, and is not begun again before it has ended.
     *
     * @param limit positive
     */
    public Reconciler<K, V, H> timeLimit(Duration limit) {
        return with(new Policies<>(
                policies.missing(),
                policies.orphaned(),
                policies.retired(),
                policies.duplicated(),
                policies.sparing(),
                new Limited(new TimeLimits(limit))));
    }

    /**
     * {@return how what should be alive and what is differ} Changes nothing.
     *
     * @throws io.github.recovery4j.journal.JournalException if the ledger cannot be read
     */
    public ReconcileReport<K, V, H> look() {
        return new Reconciling<>(ledger, inventory, policies).look();
    }

    /**
     * Looks, and repairs what it was told to. An interrupt ends it after the repair that is under way; it is kept.
     *
     * @return how they differed, and what was done about it
     * @throws io.github.recovery4j.journal.JournalException if the ledger cannot be read
     */
    public ReconcileReport<K, V, H> repair() {
        return new Reconciling<>(ledger, inventory, policies).repair();
    }

    /**
     * Repairs again and again, on a daemon thread, beginning after the first pause. It ends when it is closed, or the ledger
     * is; that of a ledger of {@code Recovery}, when workers are stopped.
     *
     * @param pause between two of them
     * @param waiter waits
     * @return closes it
     */
    public Patrol every(Duration pause, Waiter waiter) {
        return Patrol.begin(this::repair, ledger.core(), pause, waiter);
    }
}
