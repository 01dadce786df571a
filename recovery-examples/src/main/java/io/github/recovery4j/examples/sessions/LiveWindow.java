package io.github.recovery4j.examples.sessions;

import java.util.List;
import java.util.Optional;

/**
 * A window as tmux tells of it.
 *
 * @param id by which this server knows it
 * @param key by which we do; empty if it is new
 * @param dropped whether somebody has said that it is not wanted any more
 * @param index its number in the session
 * @param title what it is called
 * @param columns its width
 * @param rows its height
 * @param geometry how its panes lie
 * @param active whether it is the one of its session that is shown
 * @param panes in their order
 */
record LiveWindow(
        String id,
        String key,
        boolean dropped,
        int index,
        SavedWindow.Title title,
        int columns,
        int rows,
        String geometry,
        boolean active,
        List<LivePane> panes) {

    SavedWindow saved(Optional<SavedWindow> before, List<SavedPane> inside) {
        return new SavedWindow(
                key, before.flatMap(SavedWindow::described), index, title, columns, rows, geometry, active, inside);
    }

    List<String> keys() {
        return panes.stream().map(LivePane::key).toList();
    }
}
