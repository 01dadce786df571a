package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.supervision.FailureKind;
import java.io.IOException;
import java.util.List;

/** Something of a session that is not as it was saved. Its text says what. */
sealed interface Fault {

    /** What kind of failure it is. */
    default FailureKind kind() {
        return FailureKind.CRASHED;
    }

    /**
     * Makes it good.
     *
     * @return what was done, for people
     */
    String repair(Workshop workshop) throws IOException, InterruptedException;

    /** There is no such session. */
    record SessionGone(SavedSession saved) implements Fault {
        @Override
        public String repair(Workshop workshop) throws IOException, InterruptedException {
            workshop.build(saved);
            return "built: " + saved.contents();
        }

        @Override
        public String toString() {
            return "it is not there";
        }
    }

    /** A window is not there, nor are these of its panes, elsewhere. */
    record WindowGone(LiveSession session, SavedWindow window, List<SavedPane> missing) implements Fault {
        @Override
        public String repair(Workshop workshop) throws IOException, InterruptedException {
            workshop.build(session, window.with(missing));
            return window + " built";
        }

        @Override
        public String toString() {
            return window + " is not there";
        }
    }

    /** A window has not all of its panes. */
    record PaneGone(LiveWindow live, SavedWindow window, SavedPane pane) implements Fault {
        @Override
        public String repair(Workshop workshop) throws IOException, InterruptedException {
            workshop.build(live, window, pane);
            return window.name(pane) + " built";
        }

        @Override
        public String toString() {
            return window.name(pane) + " is not there";
        }
    }

    /** What runs in a pane has ended. */
    record PaneEnded(SavedWindow window, SavedPane pane, LivePane live) implements Fault {
        @Override
        public String repair(Workshop workshop) throws IOException, InterruptedException {
            workshop.respawn(live, pane);
            return window.name(pane) + " started again";
        }

        @Override
        public String toString() {
            return "%s %s".formatted(window.name(pane), live.ending());
        }
    }

    /** What runs in a pane is there, and does nothing. */
    record PaneHung(SavedWindow window, SavedPane pane, LivePane live, String why) implements Fault {
        @Override
        public FailureKind kind() {
            return FailureKind.FROZEN;
        }

        @Override
        public String repair(Workshop workshop) throws IOException, InterruptedException {
            workshop.respawn(live, pane);
            return window.name(pane) + " ended and started again";
        }

        @Override
        public String toString() {
            return "%s hangs: %s".formatted(window.name(pane), why);
        }
    }
}
