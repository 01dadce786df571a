package io.github.recovery4j.examples.sessions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a window.
 *
 * @param key by which it is known; tmux keeps it at the window, too
 * @param described empty if somebody has added it
 * @param index its number in the session
 * @param title what it is called
 * @param columns its width
 * @param rows its height
 * @param layout how its panes lie: a {@link Geometry}, or the name of a layout before it was built
 * @param active whether it is the one of its session that is shown
 * @param panes in their order
 */
record SavedWindow(
        String key,
        Optional<WindowSpec> described,
        int index,
        Title title,
        int columns,
        int rows,
        String layout,
        boolean active,
        List<SavedPane> panes) {

    SavedWindow {
        panes = List.copyOf(panes);
    }

    /**
     * What a window is called.
     *
     * @param text its name
     * @param automatic whether tmux gives it, by what runs in it
     */
    record Title(String text, boolean automatic) {}

    static SavedWindow planned(SessionSpec session, WindowSpec spec, int index, boolean active) {
        List<SavedPane> panes = new ArrayList<>();
        for (PaneSpec pane : spec.panes()) {
            panes.add(SavedPane.planned(pane, panes.isEmpty()));
        }
        return new SavedWindow(
                Key.create(),
                Optional.of(spec),
                index,
                new Title(spec.name(), false),
                session.columns(),
                session.rows(),
                spec.layout(),
                active,
                panes);
    }

    SavedWindow with(List<SavedPane> others) {
        return new SavedWindow(key, described, index, title, columns, rows, layout, active, others);
    }

    List<String> keys() {
        return panes.stream().map(SavedPane::key).toList();
    }

    /** What people call one of its panes. */
    String name(SavedPane pane) {
        return panes.size() == 1 ? "the pane of " + this : "pane %d of %s".formatted(panes.indexOf(pane) + 1, this);
    }

    @Override
    public String toString() {
        return "window '%s'".formatted(title.text());
    }
}
