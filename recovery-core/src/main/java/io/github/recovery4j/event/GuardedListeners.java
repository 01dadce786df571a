package io.github.recovery4j.event;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where listeners are called. */
final class GuardedListeners implements RecoveryListener {

    private static final Logger log = LoggerFactory.getLogger(RecoveryListener.class);

    private final List<RecoveryListener> listeners;

    GuardedListeners(List<RecoveryListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void on(RecoveryEvent event) {
        for (RecoveryListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                log.warn("Listener {} failed on {}; the run goes on", listener, event, e);
            }
        }
    }
}
