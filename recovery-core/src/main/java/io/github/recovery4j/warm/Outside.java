package io.github.recovery4j.warm;

/**
 * Where the entries of a {@link WarmRestart} are written to: a table of a database, the routes of a switch, the rules of a
 * firewall.
 *
 * <p>Both methods may be called again with the same arguments, after a failure or a crash, and must bear that. They are called
 * by one thread at a time, without a lock, and never while the gate is closed. One that hangs keeps all other writes waiting.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface Outside<K, V> {

    /**
     * Writes an entry, whether there is one or not.
     *
     * @param key where
     * @param value what
     * @throws Exception if it is not known to be written; it stays owed, see {@link WarmRestart#settle}
     */
    void write(K key, V value) throws Exception;

    /**
     * Deletes an entry, if there is one.
     *
     * @param key which
     * @throws Exception if it is not known to be deleted; that stays owed, see {@link WarmRestart#settle}
     */
    void delete(K key) throws Exception;
}
