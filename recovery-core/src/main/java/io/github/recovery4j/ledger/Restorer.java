package io.github.recovery4j.ledger;

/**
 * Brings back to life what an entry stands for. As a process may die in it, it may be called for something that is alive
 * already, or half: what it does twice must do no harm.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface Restorer<K, V> {

    /**
     * Brings one to life.
     *
     * @param entry what for
     * @throws Exception if that failed; it is tried again as the {@link io.github.recovery4j.step.RetryPolicy} says
     */
    void restore(LedgerEntry<K, V> entry) throws Exception;
}
