package io.github.recovery4j.examples.sessions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Builds what is missing of one session, as it was saved.
 *
 * <p>(1) Windows are built in a session of another name, {@code ~work} for {@code work}. A whole session is renamed when it is
 * complete; a window, and a pane, is moved. So whatever is found under its name is complete.
 * (2) What a crash leaves under the other name is ended before something is built there.
 * (3) What ran in a pane is ended before something is started for it: it may have survived its terminal.
 *
 * <p>Used by one thread at a time.
 */
final class Workshop {

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final String SCAFFOLD = "exec sleep 86400";
    private static final String OUT_OF_THE_WAY = ":99999";

    private final Tmux tmux;
    private final String name;

    Workshop(Tmux tmux, String name) {
        this.tmux = tmux;
        this.name = name;
    }

    /** A session under another name, with a window that keeps it alive as long as it has no other. */
    private record Site(String session, String scaffold) {}

    /** A window, and its first pane. */
    private record Built(String window, String pane) {}

    private Site open(SavedWindow first) throws IOException, InterruptedException {
        clear();
        String[] ids = tmux.run(
                        "new-session",
                        "-d",
                        "-P",
                        "-F",
                        "#{session_id} #{window_id}",
                        "-s",
                        siteName(),
                        "-x",
                        Integer.toString(first.columns()),
                        "-y",
                        Integer.toString(first.rows()),
                        SCAFFOLD)
                .split(" ", -1);
        tmux.run("move-window", "-s", ids[1], "-t", ids[0] + OUT_OF_THE_WAY);
        return new Site(ids[0], ids[1]);
    }

    private String siteName() {
        return "~" + name;
    }

    private void clear() throws IOException, InterruptedException {
        Optional<LiveSession> left = tmux.look().flatMap(server -> server.session(siteName()));
        if (left.isPresent()) {
            tmux.run("kill-session", "-t", left.get().id());
        }
    }

    /** Builds a session that is not there. */
    void build(SavedSession saved) throws IOException, InterruptedException {
        Site site = open(saved.windows().get(0));
        String active = "";
        for (SavedWindow window : saved.windows()) {
            String id = build(site, window, ":" + window.index()).window();
            active = window.active() || active.isEmpty() ? id : active;
        }
        tmux.run("kill-window", "-t", site.scaffold());
        tmux.run("select-window", "-t", active);
        tmux.run("rename-session", "-t", site.session(), name);
    }

    /** Builds a window that is not there; elsewhere if another one is in its place by now. */
    void build(LiveSession session, SavedWindow window) throws IOException, InterruptedException {
        Site site = open(window);
        String id = build(site, window, ":").window();
        boolean free = session.windows().stream().noneMatch(each -> each.index() == window.index());
        tmux.run("move-window", "-d", "-s", id, "-t", session.id() + ":" + (free ? window.index() : ""));
        if (window.active()) {
            tmux.run("select-window", "-t", id);
        }
        tmux.run("kill-session", "-t", site.session());
    }

    private Built build(Site site, SavedWindow window, String place) throws IOException, InterruptedException {
        SavedPane first = window.panes().get(0);
        String[] ids = start(
                        "new-window -d -P -F '#{window_id} #{pane_id}' -t '%s'".formatted(site.session() + place),
                        first)
                .split(" ", -1);
        Built built = new Built(ids[0], ids[1]);
        tmux.run("set-option", "-w", "-t", built.window(), "remain-on-exit", "on");
        mark(built.window(), window.key());
        mark(built.pane(), first.key());
        List<String> panes = new ArrayList<>(List.of(built.pane()));
        resize(built.window(), window);
        for (SavedPane pane : window.panes().subList(1, window.panes().size())) {
            tmux.run("select-layout", "-t", built.window(), "tiled"); // so that there is space
            String id =
                    start("split-window -d -P -F '#{pane_id}' -t '%s'".formatted(panes.get(panes.size() - 1)), pane);
            mark(id, pane.key());
            panes.add(id);
        }
        arrange(built.window(), window, panes);
        if (!window.title().automatic()) {
            tmux.run(window.title().text(), List.of("rename-window", "-t", built.window(), Tmux.THE_TEXT));
        }
        return built;
    }

    /** Builds a pane that is not there, in its place among the others. */
    void build(LiveWindow live, SavedWindow window, SavedPane pane) throws IOException, InterruptedException {
        Site site = open(window);
        String id = build(site, window.with(List.of(pane)), ":").pane();
        join(id, live, window.panes().subList(0, window.panes().indexOf(pane)));
        tmux.run("kill-session", "-t", site.session());
        Optional<LiveWindow> now = tmux.look().flatMap(server -> server.window(live.id()));
        if (now.isPresent() && now.get().keys().equals(window.keys())) {
            resize(live.id(), window);
            arrange(
                    live.id(),
                    window,
                    now.get().panes().stream().map(LivePane::id).toList());
        }
    }

    private void join(String pane, LiveWindow window, List<SavedPane> before) throws IOException, InterruptedException {
        Optional<LivePane> neighbour = neighbour(window, before);
        String beside = neighbour.orElse(window.panes().get(0)).id();
        String where = neighbour.isPresent() ? "-d" : "-db";
        try {
            tmux.run("join-pane", where, "-s", pane, "-t", beside);
        } catch (IOException e) {
            tmux.run("select-layout", "-t", window.id(), "tiled"); // there was no space, most likely
            tmux.run("join-pane", where, "-s", pane, "-t", beside);
        }
    }

    private static Optional<LivePane> neighbour(LiveWindow live, List<SavedPane> before) {
        Optional<LivePane> last = Optional.empty();
        for (SavedPane pane : before) {
            Optional<LivePane> found = live.panes().stream()
                    .filter(each -> each.key().equals(pane.key()))
                    .findFirst();
            last = found.isPresent() ? found : last;
        }
        return last;
    }

    /** Starts again what was started in a pane. */
    void respawn(LivePane live, SavedPane pane) throws IOException, InterruptedException {
        start("respawn-pane -k -t '%s'".formatted(live.id()), pane);
    }

    /** tmux itself reads the words of the command, as it has quoted them. */
    private String start(String how, SavedPane pane) throws IOException, InterruptedException {
        if (pane.process().isPresent()) {
            pane.process().get().stop(GRACE);
        }
        String command = String.format(Locale.ROOT, "%s -c '%s' %s", how, Tmux.THE_TEXT, pane.start());
        return tmux.run(pane.directory(), List.of("if-shell", "-F", "1", command));
    }

    /** Gives a window or a pane a key. */
    void mark(String id, String key) throws IOException, InterruptedException {
        if (id.startsWith("@")) {
            tmux.run("set-option", "-w", "-t", id, Tmux.WINDOW, key);
        } else {
            tmux.run("set-option", "-p", "-t", id, Tmux.PANE, key);
        }
    }

    /** A layout fits only a window of its size. */
    private void resize(String id, SavedWindow window) throws IOException, InterruptedException {
        tmux.run(
                "resize-window",
                "-t",
                id,
                "-x",
                Integer.toString(window.columns()),
                "-y",
                Integer.toString(window.rows()));
    }

    /** From then on its size is again that of the terminals that show it, if there are any. */
    private void arrange(String id, SavedWindow window, List<String> panes) throws IOException, InterruptedException {
        if (window.panes().size() == panes.size() && panes.size() > 1) {
            tmux.run("select-layout", "-t", id, window.layout());
        }
        for (SavedPane pane : window.panes()) {
            if (pane.active()) {
                tmux.run("select-pane", "-t", panes.get(window.panes().indexOf(pane)));
            }
        }
        tmux.run("set-option", "-w", "-u", "-t", id, "window-size");
    }
}
