package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A pane as tmux tells of it.
 *
 * @param id by which this server knows it
 * @param key by which we do; empty if it is new
 * @param pid its program
 * @param ending whether that has ended, and how
 * @param startDirectory where it was started
 * @param currentDirectory where it is; empty if that cannot be told
 * @param start what was started in it, as tmux quotes it; empty for a shell
 * @param active whether it is the one of its window that is typed into
 */
record LivePane(
        String id,
        String key,
        long pid,
        Ending ending,
        String startDirectory,
        String currentDirectory,
        String start,
        boolean active) {

    /** Ctrl-C, as tmux tells it of a program, and of a shell that ran it. */
    private static final Set<String> INTERRUPTED = Set.of("2", "130");

    /**
     * How a program has ended.
     *
     * @param dead whether it has, or has left its terminal
     * @param code its exit code; empty if tmux does not know
     * @param signal what killed it; empty if nothing did, or tmux does not know
     */
    record Ending(boolean dead, String code, String signal) {

        boolean known() {
            return !code.isEmpty() || !signal.isEmpty();
        }

        @Override
        public String toString() {
            if (!signal.isEmpty()) {
                return "was killed by signal " + signal;
            }
            return code.isEmpty() ? "has ended" : "ended with exit code " + code;
        }
    }

    /** A program decides itself where it goes; of a shell it is a person who does. */
    Optional<String> directory() {
        String where = start.isEmpty() ? currentDirectory : startDirectory;
        return Optional.of(where).filter(path -> path.startsWith("/") && Files.isDirectory(Path.of(path)));
    }

    /** Whether it was left as people leave a program: it ended well, or by Ctrl-C; of a shell, it ended by itself. */
    boolean left() {
        if (!ending.dead()) {
            return false;
        }
        boolean interrupted = INTERRUPTED.contains(ending.signal()) || INTERRUPTED.contains(ending.code());
        return interrupted
                || (start.isEmpty() ? !ending.code().isEmpty() : ending.code().equals("0"));
    }

    /** Whether its program has ended; empty if it may have left its terminal only. */
    Optional<Boolean> ended() throws IOException {
        if (!ending.dead()) {
            return Optional.of(false);
        }
        return ending.known() || ProcessId.find(pid).isEmpty() ? Optional.of(true) : Optional.empty();
    }
}
