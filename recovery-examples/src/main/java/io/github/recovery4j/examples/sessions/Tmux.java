package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of tmux of our own, by its command line. It has nothing of the configuration of its user, who may load it.
 *
 * <p>Its windows and panes carry our keys, in options of their own.
 */
final class Tmux {

    /** The option with the key of a window; its panes seem to have it too. */
    static final String WINDOW = "@recovery4j-window";

    /** The option with the key of a pane. */
    static final String PANE = "@recovery4j-pane";

    /** The option of a window that is not wanted any more. */
    static final String DROPPED = "@recovery4j-dropped";

    /** Names and directories go through an option, as tmux would understand what looks like a format in them. */
    private static final String TEXT = "@recovery4j-text";

    /** Stands for such a text where tmux takes one. */
    static final String THE_TEXT = "#{" + TEXT + "}";

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LONGEST_SOCKET = 100;
    private static final String END = "\t.\n";
    private static final List<String> FIELDS = List.of(
            "session_id",
            "session_name",
            "window_id",
            WINDOW,
            DROPPED,
            "window_index",
            "automatic-rename",
            "window_width",
            "window_height",
            "window_layout",
            "window_active",
            "pane_id",
            PANE,
            "pane_pid",
            "pane_dead",
            "pane_dead_status",
            "pane_dead_signal",
            "pane_start_path",
            "pane_current_path",
            "pane_active",
            "pane_start_command",
            "window_name");

    private final Path socket;
    private final Command tmux;

    /** The socket is where the server is, or will be. */
    Tmux(Path socket) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw new IllegalArgumentException(
                    "%s is too long for the path of a socket, which has up to %d bytes; --folder names another folder"
                            .formatted(socket, LONGEST_SOCKET));
        }
        this.socket = socket;
        this.tmux = Command.of("tmux", "-u", "-f", "/dev/null", "-S", socket.toString());
    }

    /** Fails, with what a person can do about it, where there is no tmux. */
    static void require() throws IOException, InterruptedException {
        try {
            check(Command.of("tmux", "-V"), "tell its version");
        } catch (IOException e) {
            throw new IOException("tmux is needed, for example by: sudo apt-get install tmux; " + e.getMessage(), e);
        }
    }

    /** What a person enters to see a session. */
    String attach(String session) {
        return "tmux -S %s attach -t '%s'".formatted(socket, session);
    }

    /** Starts a server that stays without sessions, unless one runs. It takes the environment of this process. */
    void start() throws IOException, InterruptedException {
        check(
                tmux.with("start-server", ";", "set-option", "-s", "exit-empty", "off", ";")
                        .with("set-option", "-w", "-g", "remain-on-exit", "on"),
                "start a server");
    }

    /** Has the server do something; what it says. It is not started for that. */
    String run(String... arguments) throws IOException, InterruptedException {
        return check(tmux.with("-N").with(arguments), arguments[0]).strip();
    }

    /** The same with a text that {@link #THE_TEXT} stands for. */
    String run(String text, List<String> arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("set-option", "-g", TEXT, escaped(text), ";"));
        all.addAll(arguments);
        return check(tmux.with("-N").with(all.toArray(String[]::new)), arguments.get(0))
                .strip();
    }

    /** At the end of an argument, tmux takes a semicolon for the end of a command. */
    private static String escaped(String text) {
        return text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text;
    }

    /**
     * Has the server find out how programs have ended. It misses some (of 3.3a, one in thirty), whose processes stay as zombies
     * until another one ends: so one does.
     */
    void reap() throws IOException, InterruptedException {
        run("run-shell", "-b", "true");
    }

    private static String check(Command command, String what) throws IOException, InterruptedException {
        CommandResult result = command.execute(TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException("tmux could not %s: %s".formatted(what, result.summary()));
        }
        return result.out().text();
    }

    /** Everything there is; empty if there certainly is no server. Only asks, but without looking for what that has left. */
    Optional<Server> look() throws IOException, InterruptedException {
        CommandResult result = tmux.environment("LC_ALL", "C")
                .with("-N", "display-message", "-p", "#{pid}", ";", "list-panes", "-a", "-F", format())
                .execute(LOOK);
        String said = result.err().text();
        if (said.contains("no server running on ")
                || (said.contains("error connecting to ") && said.contains("(No such file or directory)"))) {
            return Optional.empty();
        }
        boolean empty = said.strip().equals("no current target");
        if (!result.out().complete() || (!result.succeeded() && !empty)) {
            throw new IOException("tmux could not list its sessions: " + result.summary());
        }
        return Optional.of(parse(result.out().text()));
    }

    private static String format() {
        List<String> fields = new ArrayList<>();
        for (String field : FIELDS) {
            fields.add("#{" + field + "}");
        }
        return String.join("\t", fields) + "\t.";
    }

    private static Server parse(String text) throws IOException {
        int end = text.indexOf('\n');
        if (end < 0 || !text.substring(0, end).matches("\\d{1,18}")) {
            throw new IOException("tmux printed something that is not understood: '%s'".formatted(text));
        }
        Map<String, LiveSession> sessions = new LinkedHashMap<>();
        String rest = text.substring(end + 1);
        for (String record : rest.isEmpty() ? List.<String>of() : Arrays.asList(rest.split(END))) {
            add(sessions, Row.of(record));
        }
        return new Server(Long.parseLong(text.substring(0, end)), List.copyOf(sessions.values()));
    }

    private static void add(Map<String, LiveSession> sessions, Row row) {
        LiveSession session = sessions.computeIfAbsent(
                row.text("session_id"), id -> new LiveSession(id, row.text("session_name"), new ArrayList<>()));
        List<LiveWindow> windows = session.windows();
        int last = windows.size() - 1;
        if (last < 0 || !windows.get(last).id().equals(row.text("window_id"))) {
            windows.add(row.window());
            last++;
        }
        windows.get(last).panes().add(row.pane());
    }

    /** What tmux tells of one pane. */
    private record Row(Map<String, String> values) {

        static Row of(String record) throws IOException {
            String[] fields = record.split("\t", -1);
            if (fields.length != FIELDS.size()) {
                throw new IOException("tmux printed a line that is not understood: '%s'".formatted(record));
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < fields.length; i++) {
                values.put(FIELDS.get(i), fields[i]);
            }
            return new Row(values);
        }

        String text(String field) {
            return values.getOrDefault(field, "");
        }

        boolean is(String field) {
            return text(field).equals("1");
        }

        int number(String field) {
            return Integer.parseInt(text(field));
        }

        /** tmux puts a backslash before some characters, and would do so again. */
        LiveWindow window() {
            return new LiveWindow(
                    text("window_id"),
                    text(WINDOW),
                    is(DROPPED),
                    number("window_index"),
                    new SavedWindow.Title(
                            text("window_name").replaceAll("\\\\([\\\\$])", "$1"), is("automatic-rename")),
                    number("window_width"),
                    number("window_height"),
                    Geometry.of(text("window_layout")),
                    is("window_active"),
                    new ArrayList<>());
        }

        LivePane pane() {
            return new LivePane(
                    text("pane_id"),
                    text(PANE),
                    Long.parseLong(text("pane_pid")),
                    new LivePane.Ending(is("pane_dead"), text("pane_dead_status"), text("pane_dead_signal")),
                    text("pane_start_path"),
                    text("pane_current_path"),
                    text("pane_start_command"),
                    is("pane_active"));
        }
    }
}
