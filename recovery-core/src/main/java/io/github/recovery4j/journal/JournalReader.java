package io.github.recovery4j.journal;

/** Gets the records of a replay. */
@FunctionalInterface
public interface JournalReader {

    /**
     * Takes one record.
     *
     * @param entry the record; its payload is valid until this method returns
     */
    void read(Entry entry);
}
