package io.github.recovery4j.event;

import java.util.List;

/**
 * Is told what happened. It is called on the thread where it happened, never under a lock, and should return soon. What
 * it throws is logged and hurts nobody.
 */
@FunctionalInterface
public interface RecoveryListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void on(RecoveryEvent event);

    /**
     * {@return a listener that tells all the given ones, each guarded against its own exceptions}
     *
     * @param listeners whom to tell, in this order
     */
    static RecoveryListener guarded(List<RecoveryListener> listeners) {
        return new GuardedListeners(listeners);
    }
}
