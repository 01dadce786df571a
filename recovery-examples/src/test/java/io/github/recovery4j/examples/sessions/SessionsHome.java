package io.github.recovery4j.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.testkit.KillableProcess;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** A directory with sessions of a real tmux, on a server of its own. Afterwards nothing of it is alive. */
final class SessionsHome implements BeforeEachCallback, AfterEachCallback {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Looks often, so that a test is short; what it promises is the same. */
    static final Pace QUICK =
            new Pace(Duration.ofMillis(250), Duration.ofMillis(400), Duration.ofMillis(200), Duration.ofSeconds(3));

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Supplier<Path> directory;
    private final List<KillableProcess> programs = new ArrayList<>();
    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Home home;
    private Keeper keeper;
    private Path path;

    SessionsHome(Supplier<Path> directory) {
        this.directory = directory;
    }

    /** What a command said. */
    record Said(int code, String out, String err) {}

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        try {
            Command.of("tmux", "-V").ask(LONG);
        } catch (IOException e) {
            Assumptions.abort("Sessions are not tested here: " + e.getMessage());
        }
        path = directory.get().toRealPath();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            lines.forEach(System.out::println);
        }
        stop();
        programs.forEach(KillableProcess::close);
        ProcessHandle.allProcesses().filter(this::isServer).forEach(ProcessHandle::destroyForcibly);
    }

    Path path() {
        return path;
    }

    Path folder() {
        return path.resolve(".sessions");
    }

    private Path socket() {
        return folder().resolve("tmux");
    }

    /** The description. */
    Path file(String... text) throws IOException {
        return Files.write(path.resolve("sessions.yaml"), List.of(text));
    }

    /** A keeper in this JVM. */
    void keep(Path file) throws IOException, InterruptedException {
        keep(file, QUICK);
    }

    void keep(Path file, Pace pace) throws IOException, InterruptedException {
        home = Home.open(folder(), this::note);
        keeper = new Keeper(home, pace, lines::add);
        keeper.start(SessionsFile.read(file));
    }

    private void note(RecoveryEvent event) {
        new Told(lines::add).on(event);
        if (event instanceof RecoveryEvent.FailureDetected
                || event instanceof RecoveryEvent.Cured
                || event instanceof RecoveryEvent.Escalated) {
            events.add(event);
        }
    }

    /** Ends it. */
    void stop() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
    }

    /** A keeper in a JVM of its own. */
    KillableProcess start(Path file) throws IOException, InterruptedException {
        KillableProcess program = KillableProcess.start(KillableProcess.java(Sessions.class)
                .arguments("--folder", folder(), "keep", "--file", file)
                .command()
                .directory(path.toFile()));
        programs.add(program);
        program.awaitLine(line -> line.contains("kept by process"), PATIENCE);
        return program;
    }

    /** A command in this JVM. */
    Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Sessions.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("--folder", folder().toString()));
        all.addAll(Arrays.asList(arguments));
        int code = line.execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    /** tmux itself. */
    String tmux(String... arguments) throws IOException, InterruptedException {
        CommandResult result = Command.of("tmux", "-u", "-N", "-S", socket().toString())
                .with(arguments)
                .execute(LONG);
        assertThat(result.succeeded()).as(result.summary()).isTrue();
        return result.out().text().strip();
    }

    /** One thing of each pane of a session, as tmux shows it. */
    List<String> panes(String session, String format) throws IOException, InterruptedException {
        return tmux("list-panes", "-s", "-t", "=" + session, "-F", format)
                .lines()
                .toList();
    }

    /** Everything that a person sees of a session but what is in its panes. */
    List<String> picture(String session) throws IOException, InterruptedException {
        return panes(
                        session,
                        "#{window_index} #{window_name} #{window_layout} window:#{window_active} pane:#{pane_active} #{pane_current_path} #{pane_start_command}")
                .stream()
                .map(line ->
                        line.replaceAll(" [0-9a-f]{4},", " ").replaceAll("(\\d+x\\d+,\\d+,\\d+),\\d+(?![\\dx])", "$1"))
                .toList();
    }

    List<String> pids(String session) throws IOException, InterruptedException {
        return panes(session, "#{pane_pid}");
    }

    /** By its command line, as one that was stopped cannot be asked. */
    private boolean isServer(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return Arrays.asList(arguments).contains(socket().toString());
    }

    long server() throws IOException, InterruptedException {
        return Long.parseLong(tmux("display-message", "-p", "#{pid}"));
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        Command.of("kill", "-" + name, Long.toString(pid)).execute(LONG);
    }

    static void kill(long pid) throws Exception {
        signal("KILL", pid);
        await("end of " + pid, () -> ProcessId.find(pid).isEmpty());
    }

    /** Waits until something has failed, and is well again. */
    void awaitCured(String subject, String kind) throws Exception {
        await("cure of " + subject, () -> events.stream()
                .anyMatch(event -> event instanceof RecoveryEvent.Cured cured
                        && cured.subject().equals(subject)));
        assertThat(events)
                .filteredOn(RecoveryEvent.FailureDetected.class::isInstance)
                .extracting(event -> ((RecoveryEvent.FailureDetected) event).subject())
                .containsExactly(subject);
        assertThat(events)
                .filteredOn(RecoveryEvent.FailureDetected.class::isInstance)
                .extracting(event -> ((RecoveryEvent.FailureDetected) event).kind())
                .containsExactly(kind);
        events.clear();
    }

    List<RecoveryEvent> events() {
        return events;
    }

    List<String> lines() {
        return lines;
    }

    /** Waits until something was saved of a session. */
    void awaitSaved(String session, Predicate<SavedSession> wanted) throws Exception {
        await("such a checkpoint of " + session, () -> wanted.test(saved(session)));
    }

    /** Waits until all of a session was saved once. */
    void awaitSaved(String session) throws Exception {
        awaitSaved(session, saved -> saved.panes().values().stream()
                .allMatch(pane -> pane.process().isPresent()));
    }

    List<Condition> conditions() {
        return keeper.statuses().stream().map(SubjectStatus::condition).toList();
    }

    SavedSession saved(String session) {
        return home.sessions().get(session).orElseThrow();
    }

    /** Something that becomes so. */
    @FunctionalInterface
    interface Becoming {
        boolean holds() throws Exception;
    }

    static void await(String what, Becoming condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime() - end)
                    .as("no %s within %s", what, PATIENCE)
                    .isNegative();
            Waiter.system().await(Duration.ofMillis(20));
        }
    }
}
