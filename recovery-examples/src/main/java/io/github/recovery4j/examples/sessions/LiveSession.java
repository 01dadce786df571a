package io.github.recovery4j.examples.sessions;

import java.util.List;
import java.util.Optional;

/**
 * A session as tmux tells of it.
 *
 * @param id by which this server knows it
 * @param name what it is called
 * @param windows in their order
 */
record LiveSession(String id, String name, List<LiveWindow> windows) {

    Optional<LiveWindow> window(String key) {
        return windows.stream().filter(window -> window.key().equals(key)).findFirst();
    }

    List<LivePane> panes() {
        return windows.stream().flatMap(window -> window.panes().stream()).toList();
    }

    Optional<LivePane> pane(String key) {
        return panes().stream().filter(pane -> pane.key().equals(key)).findFirst();
    }
}
