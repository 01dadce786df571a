package io.github.recovery4j.jackson;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the versions of a class: its own or, for an implementation of a declared interface, those of the interface. */
final class StateTypes {

    private final Map<Class<?>, StateType> declared;
    private final Map<Class<?>, StateType> found = new ConcurrentHashMap<>();

    StateTypes(Map<Class<?>, StateType> declared) {
        this.declared = Map.copyOf(declared);
    }

    StateType of(Class<?> type) {
        return found.computeIfAbsent(type, this::find);
    }

    private StateType find(Class<?> type) {
        List<Class<?>> candidates = declared.keySet().stream()
                .filter(candidate -> candidate.isAssignableFrom(type))
                .toList();
        List<StateType> closest = candidates.stream()
                .filter(candidate ->
                        candidates.stream().noneMatch(other -> other != candidate && candidate.isAssignableFrom(other)))
                .map(declared::get)
                .distinct()
                .toList();
        if (closest.size() > 1) {
            throw new IllegalStateException("%s inherits the versions of several declared types: declare its own"
                    .formatted(StateType.nameOf(type)));
        }
        return closest.isEmpty() ? StateType.undeclared(type) : closest.get(0);
    }
}
