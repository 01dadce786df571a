package io.github.recovery4j.warm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** An outside in memory, which outlives processes, notes what is done to it, and bears nothing while the gate is closed. */
final class Table implements Outside<String, String> {

    final Map<String, String> rows = new HashMap<>();
    final List<String> writes = new ArrayList<>();
    final Set<String> broken = new HashSet<>();
    BooleanSupplier gate = () -> false;
    Witness witness = new Witness() {};

    /** Sees what is done, and may throw. */
    interface Witness {

        default void before(String key, Optional<String> value) {}

        default void after(String key) {}

        default void refused(String key) {}
    }

    @Override
    public synchronized void write(String key, String value) {
        require(key);
        witness.before(key, Optional.of(value));
        writes.add(key + "=" + value);
        rows.put(key, value);
        witness.after(key);
    }

    @Override
    public synchronized void delete(String key) {
        require(key);
        witness.before(key, Optional.empty());
        writes.add("-" + key);
        rows.remove(key);
        witness.after(key);
    }

    private void require(String key) {
        if (gate.getAsBoolean()) {
            throw new AssertionError("The outside was touched while the gate is closed: " + key);
        }
        if (broken.contains(key)) {
            witness.refused(key);
            throw new IllegalStateException(key + " is broken");
        }
    }

    synchronized String seen(String key) {
        return rows.getOrDefault(key, "");
    }

    /** What was done since this was asked last. */
    synchronized List<String> takeWrites() {
        List<String> taken = List.copyOf(writes);
        writes.clear();
        return taken;
    }
}
