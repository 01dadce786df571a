package io.github.recovery4j.examples.sessions;

import io.github.recovery4j.examples.console.Complaints;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.SubjectStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code sessions}: keeps sessions of tmux alive, and finds them again after it was killed. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        version = "Recovery4j sessions example",
        sortOptions = false,
        description = {
            "Keeps sessions of tmux as they are described, and as people leave them.",
            "If the keeper is killed, they go on, and the next keeper adopts them."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or all is well",
            "1:something failed, is not so, or is not well",
            "2:the command line is wrong",
            "130:the keeper was stopped by Ctrl-C (SIGINT)",
            "143:the keeper was stopped by SIGTERM"
        })
public final class Sessions {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where everything is kept. Default: .sessions")
    private Path folder = Path.of(".sessions");

    /**
     * The command.
     *
     * @param args its command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command, whose output can be set. */
    static CommandLine commandLine() {
        return Complaints.of(new CommandLine(new Sessions()));
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine().getErr();
    }

    @Command(
            name = "keep",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Keeps the sessions alive, until it is stopped by Ctrl-C or SIGTERM. They go on then.",
                "What people change in them is saved, and restored. When the file has changed, windows that are described otherwise are built anew."
            })
    int keep(
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            defaultValue = "sessions.yaml",
                            description = "What is described, in YAML or JSON. Default: sessions.yaml")
                    Path file)
            throws IOException, InterruptedException {
        Map<String, SessionSpec> described = SessionsFile.read(file);
        Optional<Report> other = living();
        if (other.isPresent()) {
            err().println("sessions: The sessions of %s are kept already, by process %d"
                    .formatted(folder, other.get().keeper().pid()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        Tmux.require();
        PrintWriter out = out();
        begin(described, said -> {
            out.println(said);
            out.flush();
        });
        new CountDownLatch(1).await(); // the JVM ends when its hooks have
        return CommandLine.ExitCode.OK;
    }

    private void begin(Map<String, SessionSpec> described, Consumer<String> out)
            throws IOException, InterruptedException {
        Home home = Home.open(folder, new Told(out));
        Keeper keeper = new Keeper(home, Pace.USUAL, out);
        ShutdownTrigger.jvm().install(keeper::close);
        try {
            keeper.start(described);
            out.accept("%s kept by process %d; Ctrl-C ends the keeper, and they go on"
                    .formatted(
                            Words.count(described.size(), "session is", "sessions are"),
                            ProcessHandle.current().pid()));
        } catch (IOException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    /** What a keeper says that is alive. */
    private Optional<Report> living() throws IOException {
        Optional<Report> report = Report.read(folder);
        return report.isPresent() && report.get().keeper().isAlive() ? report : Optional.empty();
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows how tmux and the sessions stand; 1 if not all is well, or nobody keeps them.")
    int status() throws IOException {
        Optional<Report> report = living();
        if (report.isEmpty()) {
            err().println("sessions: Nobody keeps the sessions of %s; 'sessions keep' does".formatted(folder));
            return CommandLine.ExitCode.SOFTWARE;
        }
        List<SubjectStatus> all = report.get().subjects();
        int width = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String format = "%-" + Math.max(4, width) + "s  %-9s  %11s  %5s  %s%n";
        out().printf(format, "NAME", "STATE", "SINCE", "CURES", "");
        for (SubjectStatus each : all) {
            out().printf(
                            format,
                            each.name(),
                            each.condition().name().toLowerCase(Locale.ROOT),
                            Words.time(Duration.between(each.since(), Instant.now())),
                            each.cures(),
                            each.reason());
        }
        out().flush();
        return all.stream().allMatch(each -> each.condition() == Condition.HEALTHY)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            description = {
                "Has a window not be kept any more, and ended by the keeper. A window that is only killed comes back.",
                "One that is described comes back when its description has changed."
            })
    int drop(@Parameters(paramLabel = "SESSION") String session, @Parameters(paramLabel = "WINDOW") String window)
            throws IOException, InterruptedException {
        Tmux tmux = Home.tmux(folder.toRealPath());
        LiveSession live = tmux.look()
                .flatMap(server -> server.session(session))
                .orElseThrow(() -> new IOException("There is no session " + session));
        List<LiveWindow> found = live.windows().stream()
                .filter(each -> each.title().text().equals(window))
                .toList();
        if (found.size() != 1 || live.windows().size() == 1) {
            err().println("sessions: %s has %s '%s'"
                    .formatted(
                            session,
                            found.isEmpty() ? "no window" : found.size() > 1 ? "several windows" : "only the window",
                            window));
            return CommandLine.ExitCode.SOFTWARE;
        }
        tmux.run("set-option", "-w", "-t", found.get(0).id(), Tmux.DROPPED, "1");
        out().println("%s: window '%s' is ended by the keeper".formatted(session, window));
        return CommandLine.ExitCode.OK;
    }
}
