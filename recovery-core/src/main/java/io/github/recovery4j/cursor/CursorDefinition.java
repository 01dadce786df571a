package io.github.recovery4j.cursor;

import java.util.List;

/**
 * What a {@link CursorStore} is opened with.
 *
 * @param name what it is called, not empty
 * @param history how many waypoints of each cursor are known, at least 1: it can go back no further
 * @param dependents who is told of waypoints that do not hold any more
 */
public record CursorDefinition(String name, int history, List<Dependent> dependents) {

    private static final int HISTORY = 1_000;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is not as said
     */
    public CursorDefinition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a store of cursors is not empty");
        }
        if (history < 1) {
            throw new IllegalArgumentException("At least one waypoint of a cursor is known, got " + history);
        }
        dependents = List.copyOf(dependents);
    }

    /**
     * {@return the definition of a store that keeps the last 1,000 waypoints of each cursor, and on which nothing hangs}
     *
     * @param name what it is called, any text but the empty one. Stores with different names share nothing
     */
    public static CursorDefinition named(String name) {
        return new CursorDefinition(name, HISTORY, List.of());
    }

    /**
     * {@return the same with another length of history}
     *
     * @param most how many waypoints of each cursor are known, at least 1
     */
    public CursorDefinition history(int most) {
        return new CursorDefinition(name, most, dependents);
    }

    /**
     * {@return the same with others who have to give up what hangs on waypoints that do not hold any more}
     *
     * @param all them, such as a {@code WorkQueue}; told in this order
     */
    public CursorDefinition invalidating(Dependent... all) {
        return new CursorDefinition(name, history, List.of(all));
    }

    @Override
    public String toString() {
        return "cursors '%s'".formatted(name);
    }
}
