package io.github.recovery4j.ledger;

/**
 * Knows what is alive. "Could not tell" is never "absent": what it is not sure of, it says.
 *
 * @param <K> the keys
 * @param <H> the handles
 */
@FunctionalInterface
public interface Inventory<K, H> {

    /**
     * {@return what is alive} It changes nothing.
     *
     * @throws Exception if it cannot be told: as if it had said so of everything
     */
    Sighting<K, H> look() throws Exception;
}
