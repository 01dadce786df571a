package io.github.recovery4j.examples.sessions;

import java.util.List;
import java.util.Optional;

/**
 * What a server of tmux tells of itself.
 *
 * @param pid its process
 * @param sessions all there are
 */
record Server(long pid, List<LiveSession> sessions) {

    Optional<LiveSession> session(String name) {
        return sessions.stream().filter(session -> session.name().equals(name)).findFirst();
    }

    /** Whether a program has ended, and it does not know how. */
    boolean missesAnEnding() {
        return sessions.stream()
                .flatMap(session -> session.panes().stream())
                .anyMatch(pane -> pane.ending().dead() && !pane.ending().known());
    }

    Optional<LivePane> pane(String key) {
        return sessions.stream().flatMap(session -> session.pane(key).stream()).findFirst();
    }

    Optional<LiveWindow> window(String id) {
        return sessions.stream()
                .flatMap(session -> session.windows().stream())
                .filter(window -> window.id().equals(id))
                .findFirst();
    }
}
