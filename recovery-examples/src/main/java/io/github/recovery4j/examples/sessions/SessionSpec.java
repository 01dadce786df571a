package io.github.recovery4j.examples.sessions;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is described of a session.
 *
 * @param directory where its windows are; in a description relative to the file
 * @param size its columns and rows, such as {@code 200x50}, as long as no terminal shows it
 * @param windows at least one
 */
record SessionSpec(String directory, String size, List<WindowSpec> windows) {

    private static final String SIZE = "[1-9]\\d{1,2}x[1-9]\\d{0,2}";

    SessionSpec(@Nullable String directory, @Nullable String size, @Nullable List<WindowSpec> windows) {
        this.directory = Checked.printable("directory", directory);
        this.size = size == null ? "200x50" : size;
        this.windows = Checked.some("windows", windows);
        if (!this.size.matches(SIZE)) {
            throw new IllegalArgumentException("size: '%s' is not like 200x50, up to 999x999".formatted(size));
        }
    }

    int columns() {
        return Integer.parseInt(size.substring(0, size.indexOf('x')));
    }

    int rows() {
        return Integer.parseInt(size.substring(size.indexOf('x') + 1));
    }

    /** The same, with all directories as they are on this machine. */
    SessionSpec in(Folder file) {
        Folder own = file.resolve("directory", directory);
        List<WindowSpec> resolved = new ArrayList<>();
        for (WindowSpec window : windows) {
            resolved.add(window.in(own.within("windows[%d]".formatted(resolved.size()))));
        }
        return new SessionSpec(own.toString(), size, resolved);
    }
}
