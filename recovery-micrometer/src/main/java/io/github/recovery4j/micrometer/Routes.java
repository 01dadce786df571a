package io.github.recovery4j.micrometer;

import io.github.recovery4j.event.RecoveryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Which events go to which area. Filled once, then only read, by many threads. */
final class Routes {

    private final Map<Class<? extends RecoveryEvent>, List<Consumer<RecoveryEvent>>> routes = new HashMap<>();
    private final Map<String, String> leftOut = new TreeMap<>();

    /** Sends a kind of events somewhere, besides where it goes already. */
    <E extends RecoveryEvent> void on(Class<E> kind, Consumer<E> area) {
        routes.computeIfAbsent(kind, any -> new ArrayList<>()).add(event -> area.accept(kind.cast(event)));
    }

    /** Says that a kind of events is not counted, and why. */
    void leaveOut(Class<? extends RecoveryEvent> kind, String why) {
        leftOut.put(kind.getSimpleName(), why);
        routes.computeIfAbsent(kind, any -> new ArrayList<>());
    }

    /** Sends one event on. A kind that nobody has heard of goes nowhere. */
    void send(RecoveryEvent event) {
        routes.getOrDefault(event.getClass(), List.of()).forEach(area -> area.accept(event));
    }

    /** The kinds for which it is said what becomes of them. */
    Set<Class<? extends RecoveryEvent>> known() {
        return Set.copyOf(routes.keySet());
    }

    /** The kinds that are counted nowhere, and why. */
    Map<String, String> leftOut() {
        return Map.copyOf(leftOut);
    }
}
