package io.github.recovery4j.jackson;

import java.util.Map;
import java.util.TreeMap;

/**
 * The versions of one stored type: its name for people, the version that the code writes, and the steps that lead there
 * from older ones. A type that declares nothing is version 1.
 */
public final class TypeVersions {

    private final Map<Integer, Migration> steps = new TreeMap<>();
    private String name;
    private int current = 1;

    TypeVersions(Class<?> type) {
        this.name = StateType.nameOf(type);
    }

    /**
     * Sets the name that messages use. The default is the class's simple name.
     *
     * @param logicalName a name that stays when the class is renamed, such as {@code import-state}
     * @return this
     */
    public TypeVersions named(String logicalName) {
        if (logicalName.isBlank()) {
            throw new IllegalArgumentException("The logical name of a type must not be blank");
        }
        name = logicalName;
        return this;
    }

    /**
     * Sets the version that the code writes. The default is 1.
     *
     * @param version the version, from 1
     * @return this
     */
    public TypeVersions current(int version) {
        if (version < 1) {
            throw new IllegalArgumentException("A type's version starts at 1, got " + version);
        }
        current = version;
        return this;
    }

    /**
     * Adds the step from one version to the next. Every version from the oldest one that can still be read up to the
     * one before the current needs its step.
     *
     * @param from the version that the step reads; it makes {@code from + 1}
     * @param step how
     * @return this
     */
    public TypeVersions migrate(int from, Migration step) {
        if (steps.putIfAbsent(from, step) != null) {
            throw new IllegalArgumentException("%s has two migrations from version %d".formatted(name, from));
        }
        return this;
    }

    StateType freeze() {
        for (int from : steps.keySet()) {
            if (from < 1 || from >= current) {
                throw new IllegalArgumentException("%s has a migration from version %d, but its current version is %d"
                        .formatted(name, from, current));
            }
            if (from + 1 < current && !steps.containsKey(from + 1)) {
                throw new IllegalArgumentException(
                        "%s has a migration from version %d but none from %d".formatted(name, from, from + 1));
            }
        }
        return new StateType(name, current, Map.copyOf(steps));
    }
}
