package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.supervision.Diagnosis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a session differs from what was saved of it, in what a failure can do. What only people do is no difference: what they
 * add, move, rename or resize, and the end of what they have added and left.
 *
 * @param faults in the order in which they are repaired
 * @param doubts what could not be told
 */
record Comparison(List<Fault> faults, List<String> doubts) {

    static Comparison of(SavedSession saved, String name, Server server, Pulse pulse) throws IOException {
        Comparison comparison = new Comparison(new ArrayList<>(), new ArrayList<>());
        Optional<LiveSession> live = server.session(name);
        if (live.isEmpty()) {
            comparison.faults.add(new Fault.SessionGone(saved));
        } else {
            for (SavedWindow window : saved.windows()) {
                comparison.compare(window, live.get(), server, pulse);
            }
        }
        return comparison;
    }

    /** Panes may have been moved to another window, of another session even. */
    private void compare(SavedWindow window, LiveSession live, Server server, Pulse pulse) throws IOException {
        List<SavedPane> missing = window.panes().stream()
                .filter(pane -> server.pane(pane.key()).isEmpty())
                .toList();
        Optional<LiveWindow> there = live.window(window.key());
        if (there.isPresent()) {
            missing.forEach(pane -> faults.add(new Fault.PaneGone(there.get(), window, pane)));
        } else if (!missing.isEmpty()) {
            faults.add(new Fault.WindowGone(live, window, missing));
        }
        for (SavedPane pane : window.panes()) {
            Optional<LivePane> found = live.pane(pane.key());
            if (found.isPresent()) {
                compare(window, pane, found.get(), pulse);
            }
        }
    }

    private void compare(SavedWindow window, SavedPane pane, LivePane live, Pulse pulse) throws IOException {
        Optional<Boolean> ended = live.ended();
        if (ended.isEmpty()) {
            doubts.add("process %d of %s has left its terminal".formatted(live.pid(), window.name(pane)));
        } else if (pulse.unclear(live)) {
            doubts.add("%s has ended, and how is not known yet".formatted(window.name(pane)));
        } else if (!ended.get()) {
            pulse.hangs(pane, live).ifPresent(hanging -> hangs(window, pane, live, hanging));
        } else if (pane.described().isPresent() || !live.left()) {
            faults.add(new Fault.PaneEnded(window, pane, live));
        }
    }

    private void hangs(SavedWindow window, SavedPane pane, LivePane live, Pulse.Hanging hanging) {
        if (hanging.certain()) {
            faults.add(new Fault.PaneHung(window, pane, live, hanging.why()));
        } else {
            doubts.add("%s may hang: %s".formatted(window.name(pane), hanging.why()));
        }
    }

    boolean whole() {
        return faults.isEmpty() && doubts.isEmpty();
    }

    /** What a supervisor is told. */
    Diagnosis diagnosis() {
        if (!faults.isEmpty()) {
            return Diagnosis.failed(
                    faults.get(0).kind(), faults.stream().map(Fault::toString).collect(Collectors.joining(", ")));
        }
        return doubts.isEmpty() ? Diagnosis.healthy() : Diagnosis.unknown(String.join(", ", doubts));
    }
}
