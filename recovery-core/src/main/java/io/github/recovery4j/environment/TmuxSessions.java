package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions of tmux, by its command line. Its windows are the services: one is up while the programs in its panes run. With
 * the option {@code remain-on-exit} of tmux a window stays when its program has ended, and is down; without it, it is
 * missing.
 *
 * <p>A session is absent if the server says so, or if there is no server. A server that may not be asked is unknown.
 */
public final class TmuxSessions implements Environment {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** For programs to end by themselves. A shell that reads from a terminal never does. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Command tmux;

    private TmuxSessions(Command tmux) {
        this.tmux = tmux;
    }

    /** {@return the sessions that {@code tmux} on the path sees: those of the server that this user would reach with it} */
    public static TmuxSessions onPath() {
        return with(Command.of("tmux"));
    }

    /**
     * {@return the sessions that a command sees}
     *
     * @param tmux the command, such as {@code tmux -L name} for a server of its own; arguments are added, the first of which
     *     says that it is understood in UTF-8
     */
    public static TmuxSessions with(Command tmux) {
        return new TmuxSessions(tmux.environment("LC_ALL", "C").with("-u"));
    }

    @Override
    public Inspection inspect(String name) throws IOException, InterruptedException {
        Optional<List<Pane>> panes = panes(name);
        return panes.isEmpty()
                ? new Inspection.Absent("tmux has no session of that name")
                : new Inspection.Present(services(panes.get()));
    }

    /** A window is down if one of its panes is, and up if all are. Windows of the same name are one service. */
    private static Map<String, Service> services(List<Pane> panes) throws IOException {
        Map<String, Service> services = new LinkedHashMap<>();
        for (Pane pane : panes) {
            services.merge(pane.window(), Service.of(pane.state()), TmuxSessions::weaker);
        }
        return services;
    }

    private static Service weaker(Service first, Service second) {
        boolean settled = first.state() instanceof Answer.Down || second.state() instanceof Answer.Up;
        return settled ? first : second;
    }

    /** Empty if there is no such session. */
    private Optional<List<Pane>> panes(String name) throws IOException, InterruptedException {
        CommandResult result = tmux.with("list-panes", "-s", "-t", session(name), "-F", Pane.FORMAT)
                .ask(TIMEOUT);
        if (saysAbsent(result, name)) {
            return Optional.empty();
        }
        if (!result.succeeded() || !result.out().complete()) {
            throw new IOException("tmux could not list session '%s': %s".formatted(name, result.summary()));
        }
        List<Pane> panes = new ArrayList<>();
        for (String line : result.out().text().lines().toList()) {
            panes.add(Pane.parse(line));
        }
        return Optional.of(panes);
    }

    private static boolean saysAbsent(CommandResult result, String name) {
        String said = result.err().text();
        return result.exitCode() == 1
                && (said.contains("can't find session: " + name + "\n")
                        || said.contains("no server running on ")
                        || (said.contains("error connecting to ") && said.contains("(No such file or directory)")));
    }

    /** Ends the programs of the session with all they started, and the session. */
    @Override
    public void dispose(String name) throws IOException, InterruptedException {
        for (Pane pane : panes(name).orElse(List.of())) {
            Optional<ProcessId> program = pane.program();
            if (program.isPresent()) {
                program.get().stop(GRACE);
            }
        }
        CommandResult result = tmux.with("kill-session", "-t", session(name)).execute(TIMEOUT);
        if (!result.succeeded() && !saysAbsent(result, name)) {
            throw new IOException("tmux could not end session '%s': %s".formatted(name, result.summary()));
        }
    }

    /**
     * Starts the programs of windows again that have ended and were kept by {@code remain-on-exit}; a {@link Repair}. What
     * runs in other panes of the same windows goes on.
     *
     * @param name the session
     * @param windows which
     * @throws BeyondRepairException if there is no such window any more, so that nobody knows what ran in it
     * @throws IOException if one could not be started
     * @throws InterruptedException if the thread is interrupted
     */
    public void restart(String name, List<String> windows)
            throws IOException, InterruptedException, BeyondRepairException {
        List<Pane> panes = panes(name).orElse(List.of());
        for (String window : windows) {
            if (panes.stream().noneMatch(pane -> pane.window().equals(window))) {
                throw new BeyondRepairException("tmux has no window '%s' in session '%s'".formatted(window, name));
            }
        }
        for (Pane pane : panes) {
            if (pane.dead() && windows.contains(pane.window())) {
                restart(name, pane);
            }
        }
    }

    /** By the number of the pane: its window may have any name, which tmux would understand as something else. */
    private void restart(String name, Pane pane) throws IOException, InterruptedException {
        CommandResult result = tmux.with("respawn-pane", "-t", pane.id()).execute(TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException("tmux could not restart window '%s' of session '%s': %s"
                    .formatted(pane.window(), name, result.summary()));
        }
    }

    /** That session and no other whose name begins like it. tmux would change other characters, or understand them. */
    private static String session(String name) {
        if (!name.matches("\\w[\\w-]*")) {
            throw new IllegalArgumentException(
                    "The name of a tmux session consists of letters, digits, _ and -, not of '%s'".formatted(name));
        }
        return "=" + name + ":";
    }

    /** One pane, as tmux tells of it. The name comes last, as it may contain anything but a line break. */
    private record Pane(boolean dead, String exitCode, String signal, long pid, String id, String window) {

        static final String FORMAT =
                "#{pane_dead}|#{pane_dead_status}|#{pane_dead_signal}|#{pane_pid}|#{pane_id}|#{window_name}";

        private static final int FIELDS = 6;

        static Pane parse(String line) throws IOException {
            String[] fields = line.split("\\|", FIELDS);
            if (fields.length != FIELDS || !fields[3].matches("\\d{1,18}")) {
                throw new IOException("tmux printed a line that is not understood: '%s'".formatted(line));
            }
            return new Pane(
                    fields[0].equals("1"), fields[1], fields[2], Long.parseLong(fields[3]), fields[4], fields[5]);
        }

        /** A program that has closed its terminal may live. Of one that has ended, tmux sometimes never knows how. */
        Answer state() throws IOException {
            if (!dead) {
                return Answer.up("process " + pid);
            }
            if (!signal.isEmpty()) {
                return Answer.down("killed by signal " + signal);
            }
            if (!exitCode.isEmpty()) {
                return Answer.down("ended with exit code " + exitCode);
            }
            return program().isPresent()
                    ? Answer.unknown("process %d has left its terminal".formatted(pid))
                    : Answer.down("has ended");
        }

        /** The number of a program that has ended may belong to another process by now. */
        Optional<ProcessId> program() throws IOException {
            boolean ended = dead && !(exitCode.isEmpty() && signal.isEmpty());
            return ended ? Optional.empty() : ProcessId.find(pid);
        }
    }
}
