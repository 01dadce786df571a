package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of a session: what was described, and what people made of it since. The description is only a beginning. As long
 * as it is the same, what was saved is restored; when it has changed, windows that are described otherwise are built anew, and
 * all others stay.
 *
 * @param described in the file when it was read last
 * @param windows as they were saved last, in their order
 * @param dropped keys of windows that are not wanted any more, and may still be there
 */
record SavedSession(SessionSpec described, List<SavedWindow> windows, List<String> dropped) {

    SavedSession {
        windows = List.copyOf(windows);
        dropped = List.copyOf(dropped);
    }

    /** Nothing but what is described. */
    static SavedSession planned(SessionSpec spec) {
        List<SavedWindow> windows = new ArrayList<>();
        for (WindowSpec window : spec.windows()) {
            windows.add(SavedWindow.planned(spec, window, windows.size(), windows.isEmpty()));
        }
        return new SavedSession(spec, windows, List.of());
    }

    /** The same once it is described like that. What was described before, and dropped since, stays dropped. */
    SavedSession describedAs(SessionSpec spec) {
        Predicate<SavedWindow> stays =
                window -> window.described().map(spec.windows()::contains).orElse(true);
        List<SavedWindow> all = new ArrayList<>(windows.stream().filter(stays).toList());
        int next = windows.stream().mapToInt(SavedWindow::index).max().orElse(-1) + 1;
        for (WindowSpec window : spec.windows()) {
            if (!described.windows().contains(window)) {
                all.add(SavedWindow.planned(spec, window, next++, all.isEmpty()));
            }
        }
        if (all.isEmpty()) {
            return planned(spec).dropping(windows);
        }
        return new SavedSession(spec, all, dropped)
                .dropping(windows.stream().filter(stays.negate()).toList());
    }

    private SavedSession dropping(List<SavedWindow> gone) {
        return new SavedSession(
                described,
                windows,
                Stream.concat(dropped.stream(), gone.stream().map(SavedWindow::key))
                        .toList());
    }

    /** The same without a window. */
    SavedSession without(String window) {
        List<SavedWindow> gone =
                windows.stream().filter(each -> each.key().equals(window)).toList();
        return new SavedSession(
                        described,
                        windows.stream().filter(each -> !gone.contains(each)).toList(),
                        dropped)
                .dropping(gone);
    }

    /** The same without a pane, and without its window if it has no other. */
    SavedSession withoutPane(String pane) {
        List<SavedWindow> left = windows.stream()
                .map(window -> window.with(window.panes().stream()
                        .filter(each -> !each.key().equals(pane))
                        .toList()))
                .filter(window -> !window.panes().isEmpty())
                .toList();
        return new SavedSession(described, left, dropped);
    }

    /** What becomes of it now that it is like that. Everything there has a key. */
    SavedSession following(LiveSession live) throws IOException {
        Map<String, SavedPane> panes = panes();
        Map<String, SavedWindow> before =
                windows.stream().collect(Collectors.toMap(SavedWindow::key, Function.identity()));
        List<SavedWindow> next = new ArrayList<>();
        for (LiveWindow window : live.windows()) {
            List<SavedPane> inside = new ArrayList<>();
            for (LivePane pane : window.panes()) {
                inside.add(SavedPane.of(Optional.ofNullable(panes.get(pane.key())), pane, pane.key()));
            }
            next.add(window.saved(Optional.ofNullable(before.get(window.key())), inside));
        }
        return new SavedSession(
                described,
                next,
                dropped.stream().filter(key -> live.window(key).isPresent()).toList());
    }

    Map<String, SavedPane> panes() {
        return windows.stream()
                .flatMap(window -> window.panes().stream())
                .collect(Collectors.toMap(SavedPane::key, Function.identity()));
    }

    /** How much there is in it, for people. */
    String contents() {
        return "%s with %s"
                .formatted(
                        Words.count(windows.size(), "window", "windows"), Words.count(panes().size(), "pane", "panes"));
    }

    Optional<SavedWindow> window(String key) {
        return windows.stream().filter(window -> window.key().equals(key)).findFirst();
    }
}
