package io.github.recovery4j.journal;

/**
 * A part of a journal that cannot be read any more although it was durable. It stays where it is, as evidence.
 *
 * @param from the first position
 * @param to the position behind
 * @param location where it lies, in the words of the journal
 * @param reason what is wrong with it
 */
public record Gap(long from, long to, String location, String reason) {

    @Override
    public String toString() {
        return "%s: positions %d to %d cannot be read (%s)".formatted(location, from, to, reason);
    }
}
