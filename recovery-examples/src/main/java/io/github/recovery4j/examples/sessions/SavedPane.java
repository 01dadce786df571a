package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.util.Optional;

/**
 * What is kept of a pane.
 *
 * @param key by which it is known; tmux keeps it at the pane, too
 * @param described empty if somebody has added it
 * @param directory where its command was started; of a shell, where it is
 * @param start what was started in it, as tmux quotes it; empty for a shell
 * @param active whether it is the one of its window that is typed into
 * @param process what ran in it when it was saved; empty before it was built
 */
record SavedPane(
        String key,
        Optional<PaneSpec> described,
        String directory,
        String start,
        boolean active,
        Optional<ProcessId> process) {

    static SavedPane planned(PaneSpec spec, boolean active) {
        return new SavedPane(
                Key.create(), Optional.of(spec), spec.directory(), quoted(spec.command()), active, Optional.empty());
    }

    /** One word for tmux, whatever is in it. */
    private static String quoted(String command) {
        return command.isEmpty() ? "" : "'" + command.replace("'", "'\"'\"'") + "'";
    }

    Optional<Heartbeat> heartbeat() {
        return described.flatMap(PaneSpec::beat);
    }

    /** What becomes of it now that it is like that. */
    static SavedPane of(Optional<SavedPane> before, LivePane live, String key) throws IOException {
        Optional<String> told = live.directory();
        return new SavedPane(
                key,
                before.flatMap(SavedPane::described),
                told.orElseGet(() -> before.map(SavedPane::directory).orElse(live.startDirectory())),
                live.start(),
                live.active(),
                process(before.flatMap(SavedPane::process), live));
    }

    private static Optional<ProcessId> process(Optional<ProcessId> before, LivePane live) throws IOException {
        return before.filter(process -> process.pid() == live.pid()).isPresent() ? before : ProcessId.find(live.pid());
    }
}
