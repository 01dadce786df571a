package io.github.recovery4j.examples.sessions;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is described of a window.
 *
 * @param name what it is called
 * @param directory where its panes are; in a description relative to that of the session
 * @param layout how they are arranged, as tmux calls it, or as it shows a layout
 * @param panes at least one
 */
record WindowSpec(String name, String directory, String layout, List<PaneSpec> panes) {

    private static final String LAYOUT =
            "even-horizontal|even-vertical|main-horizontal|main-vertical|tiled|" + Geometry.PATTERN.pattern();

    WindowSpec(
            @Nullable String name,
            @Nullable String directory,
            @Nullable String layout,
            @Nullable List<PaneSpec> panes) {
        this.name = Checked.text("name", name);
        this.directory = Checked.printable("directory", directory);
        this.layout = layout == null ? "tiled" : layout;
        this.panes = Checked.some("panes", panes);
        if (!this.layout.matches(LAYOUT)) {
            throw new IllegalArgumentException(
                    "layout: '%s' is none of even-horizontal, even-vertical, main-horizontal, main-vertical and tiled, nor what tmux shows as a layout"
                            .formatted(layout));
        }
    }

    WindowSpec in(Folder session) {
        Folder own = session.resolve("directory", directory);
        List<PaneSpec> resolved = new ArrayList<>();
        for (PaneSpec pane : panes) {
            resolved.add(pane.in(own.within("panes[%d]".formatted(resolved.size()))));
        }
        return new WindowSpec(name, own.toString(), layout, resolved);
    }
}
