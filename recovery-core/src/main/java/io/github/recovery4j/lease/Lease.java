package io.github.recovery4j.lease;

/**
 * Ownership of one thing until it is released, or lost. Safe for use by many threads.
 */
public interface Lease {

    /** {@return what is owned} */
    LeaseKey key();

    /** {@return the fencing token: greater than that of every earlier lease of the same key} */
    long token();

    /**
     * Extends the lease by its time to live.
     *
     * @return false if it is lost for good: the owner must stop
     * @throws LeaseException if it cannot be told; the lease runs on until its time is up
     */
    boolean renew();

    /**
     * Gives the lease back; whoever asks next gets it at once, and can tell this clean end from a crash. Releasing a
     * lease that is released or lost does nothing.
     *
     * @return whether it was given back; false if it was released before, or lost
     * @throws LeaseException if it cannot be recorded; the lease then ends like that of a crashed owner
     */
    boolean release();
}
