package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.document.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that describes sessions, in YAML or JSON.
 *
 * <pre>
 * sessions:
 *   work:
 *     directory: project           relative to the file, whose directory it is unless said; ~ is the home directory
 *     size: 200x50                 while no terminal shows it
 *     windows:
 *       - name: editor
 *         layout: main-vertical    tiled unless said
 *         panes:
 *           - command: vim         a shell unless said
 *           - directory: logs      that of the window unless said, which is that of the session
 *             command: ./follow
 *             heartbeat:           without it only a program that was stopped is known to hang
 *               file: follow.beat
 *               within: 5s
 * </pre>
 */
final class SessionsFile {

    /** tmux would change other names, or understand them as something else. */
    private static final String NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_ +-]{0,63}";

    private SessionsFile() {}

    private record Written(@Nullable Map<String, @Nullable SessionSpec> sessions) {}

    /**
     * {@return what is described, by name, with absolute paths}
     *
     * @throws IllegalArgumentException if it cannot be read, or something is wrong with it
     */
    static Map<String, SessionSpec> read(Path file) {
        Path home = Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElseThrow(() -> new IllegalArgumentException(file + " is not a file"));
        try {
            return checked(
                    Document.YAML.read(Files.readAllBytes(file), Written.class).sessions(), home);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + Words.problem(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, SessionSpec> checked(@Nullable Map<String, @Nullable SessionSpec> sessions, Path home) {
        if (sessions == null || sessions.isEmpty()) {
            throw new IllegalArgumentException("sessions: there has to be at least one");
        }
        Map<String, SessionSpec> checked = new LinkedHashMap<>();
        sessions.forEach((name, spec) -> {
            String field = "sessions." + name;
            if (!name.matches(NAME) || name.equals(Keeper.SERVER)) {
                throw new IllegalArgumentException(
                        "%s: '%s' cannot be the name of a session: letters, digits, _, +, - and spaces can, the first a letter, digit or _, and not '%s'"
                                .formatted(field, name, Keeper.SERVER));
            }
            if (spec == null) {
                throw new IllegalArgumentException(field + ": it is empty");
            }
            checked.put(name, spec.in(new Folder(field, home)));
        });
        return checked;
    }
}
