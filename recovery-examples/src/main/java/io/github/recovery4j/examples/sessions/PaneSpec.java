package io.github.recovery4j.examples.sessions;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is described of a pane.
 *
 * @param command what runs in it, for a shell to understand; empty for a shell
 * @param directory where; in a description relative to that of the window
 * @param heartbeat how it is known to be well; null if it cannot be told
 */
record PaneSpec(String command, String directory, @Nullable Heartbeat heartbeat) {

    PaneSpec(@Nullable String command, @Nullable String directory, @Nullable Heartbeat heartbeat) {
        this.command = Checked.printable("command", command);
        this.directory = Checked.printable("directory", directory);
        this.heartbeat = heartbeat;
    }

    PaneSpec in(Folder window) {
        Folder own = window.resolve("directory", directory);
        return new PaneSpec(
                command,
                own.toString(),
                heartbeat == null ? null : new Heartbeat(own.file(heartbeat.file()), heartbeat.within()));
    }

    Optional<Heartbeat> beat() {
        return Optional.ofNullable(heartbeat);
    }
}
