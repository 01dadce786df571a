package io.github.recovery4j.job;

import java.util.Iterator;
import java.util.List;

/**
 * Items in an order that is the same on every attempt, so that a position in it means something after a restart.
 *
 * @param <T> an item
 */
public interface Source<T> {

    /** {@return the name under which the position is kept; unique within the run} */
    String name();

    /** {@return how many items there are; negative if unknown} */
    long size();

    /**
     * Opens the source behind the items that are processed already.
     *
     * @param position how many items to leave out
     * @return the rest; closed after use if it is {@link AutoCloseable}
     * @throws Exception if it cannot be opened
     */
    Iterator<T> openAt(long position) throws Exception;

    /**
     * {@return a source over a list}
     *
     * @param name the name under which the position is kept
     * @param items the same items in the same order on every attempt
     * @param <T> an item
     */
    static <T> Source<T> of(String name, List<T> items) {
        return new Source<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long size() {
                return items.size();
            }

            @Override
            public Iterator<T> openAt(long position) {
                return items.listIterator(Math.toIntExact(Math.min(position, items.size())));
            }
        };
    }
}
