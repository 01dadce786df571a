package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.ledger.Ledger;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes over what people make of a session: what they add, move, rename, resize, leave and drop.
 *
 * <p>What is not wanted any more is saved as such before it is ended: a crash in between ends nothing that is wanted, and
 * builds nothing again that is not. A window or pane gets its key before it is saved: one with a key that nobody knows is new.
 */
final class Following {

    private final Tmux tmux;
    private final Ledger<String, SavedSession> sessions;
    private final Consumer<String> out;

    Following(Tmux tmux, Ledger<String, SavedSession> sessions, Consumer<String> out) {
        this.tmux = tmux;
        this.sessions = sessions;
        this.out = out;
    }

    void follow(String name, Server server, Pulse pulse) throws IOException, InterruptedException {
        Optional<LiveSession> found = server.session(name);
        if (found.isPresent()) {
            follow(name, found.get(), server, pulse);
        }
    }

    private void follow(String name, LiveSession live, Server server, Pulse pulse)
            throws IOException, InterruptedException {
        SavedSession saved = sessions.get(name).orElseThrow();
        if (drop(name, saved, live) || leave(name, saved, live)) {
            return; // the rest at the next look, at what is there then
        }
        if (Comparison.of(saved, name, server, pulse).whole() && !mark(name, live)) {
            SavedSession next = saved.following(live);
            if (!next.equals(saved)) {
                sessions.put(name, next);
            }
        }
    }

    /** Whether a window was ended that is not wanted any more. A session keeps at least one. */
    private boolean drop(String name, SavedSession saved, LiveSession live) throws IOException, InterruptedException {
        for (LiveWindow window : live.windows()) {
            boolean known = saved.window(window.key()).isPresent();
            boolean last = known && saved.windows().size() == 1;
            if ((window.dropped() && !last) || saved.dropped().contains(window.key())) {
                if (known) {
                    sessions.put(name, saved.without(window.key()));
                }
                tmux.run("kill-window", "-t", window.id());
                out.accept(
                        "%s: window '%s' dropped".formatted(name, window.title().text()));
                return true;
            }
        }
        return false;
    }

    /** Whether a pane was closed that somebody had added, and left. */
    private boolean leave(String name, SavedSession saved, LiveSession live) throws IOException, InterruptedException {
        for (LiveWindow window : live.windows()) {
            for (LivePane pane : window.panes()) {
                SavedPane known = saved.panes().get(pane.key());
                boolean added = known == null || known.described().isEmpty();
                if (added && pane.left() && live.panes().size() > 1) {
                    if (known != null) {
                        sessions.put(name, saved.withoutPane(pane.key()));
                    }
                    tmux.run("kill-pane", "-t", pane.id());
                    out.accept("%s: a pane of window '%s' was left, and is closed"
                            .formatted(name, window.title().text()));
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether anything was new. What has ended already is not kept. */
    private boolean mark(String name, LiveSession live) throws IOException, InterruptedException {
        boolean found = false;
        Workshop workshop = new Workshop(tmux, name);
        for (LiveWindow window : live.windows()) {
            if (window.key().isEmpty()) {
                workshop.mark(window.id(), Key.create());
                out.accept("%s: window '%s' is new, and kept from now on"
                        .formatted(name, window.title().text()));
                found = true;
            }
            for (LivePane pane : window.panes()) {
                if (pane.key().isEmpty()) {
                    workshop.mark(pane.id(), Key.create());
                    found = true;
                }
            }
        }
        return found;
    }
}
