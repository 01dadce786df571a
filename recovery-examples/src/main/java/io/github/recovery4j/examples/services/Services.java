package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.console.Complaints;
import io.github.recovery4j.examples.console.DurationConverter;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.time.Waiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code services}: keeps processes alive, and finds them again after it was killed. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        version = "Recovery4j services example",
        sortOptions = false,
        description = {
            "Deploys processes and keeps them alive.",
            "If the host is killed, they go on, and the next host adopts them. Without a host, a command does its work itself."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing differs",
            "1:something failed, is not so, or differs",
            "2:the command line is wrong",
            "130:the host was stopped by Ctrl-C (SIGINT)",
            "143:the host was stopped by SIGTERM"
        })
public final class Services {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where everything is kept. Default: .services")
    private Path folder = Path.of(".services");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            defaultValue = "${SERVICES_TOKEN}",
            description = "What to show to the host. Default: $SERVICES_TOKEN, or what its folder has for you.")
    private @Nullable String token;

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
        return Complaints.of(new CommandLine(new Services()).addSubcommand(new TokenCommand()))
                .registerConverter(Duration.class, new DurationConverter());
    }

    private CommandLine line() {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine();
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private PrintWriter err() {
        return line().getErr();
    }

    /** Does something itself, or has the host do it. */
    <T> T with(Action<T> action) throws Exception {
        try (Control control = control()) {
            return action.with(control);
        }
    }

    private Control control() throws IOException, InterruptedException {
        return whenFree(() -> {
            Optional<HostAddress> host = HostAddress.living(folder);
            return host.isPresent() ? remote(host.get()) : local();
        });
    }

    private Control remote(HostAddress host) {
        return new RemoteControl(host, token == null || token.isEmpty() ? host.token() : token);
    }

    /** A host that is just starting has the folder open, and is not reached yet; nor is a command that is at work. */
    private <T> T whenFree(Opening<T> opening) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (JournalException e) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException(
                            "%s cannot be opened; another command may be at work there, or a host that is starting or ending: %s"
                                    .formatted(folder, e.getMessage()),
                            e);
                }
                Waiter.system().await(PAUSE);
            }
        }
    }

    @FunctionalInterface
    private interface Opening<T> {
        T open() throws IOException, InterruptedException;
    }

    /** Something that is done. */
    @FunctionalInterface
    interface Action<T> {
        T with(Control control) throws Exception;
    }

    private Control local() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(
                    "There is no folder %s; 'services host' makes one, --folder names another".formatted(folder));
        }
        return new LocalControl(Home.open(folder), said -> {});
    }

    @Command(
            name = "host",
            mixinStandardHelpOptions = true,
            description = "Keeps the services alive, until it is stopped by Ctrl-C or SIGTERM.")
    int host(
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = "0",
                            description = "Where commands are taken, on this machine only. Default: any that is free")
                    int port)
            throws IOException, InterruptedException {
        Optional<HostAddress> other = HostAddress.living(folder);
        if (other.isPresent()) {
            err().println("services: A host of %s is running, as process %d"
                    .formatted(folder, other.get().process().pid()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter out = out();
        Host host = new Host(whenFree(() -> Home.open(folder)), said -> {
            out.println(said);
            out.flush();
        });
        ShutdownTrigger.jvm().install(host::stop);
        try {
            host.start(port);
        } catch (IOException | RuntimeException e) {
            host.stop();
            throw e;
        }
        new CountDownLatch(1).await(); // the JVM ends when its hooks have
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "deploy",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            customSynopsis = {
                "services deploy [OPTION]... SPEC.json",
                "services deploy --name NAME [OPTION]... -- COMMAND [ARGUMENT]..."
            },
            description = "Has a service run from now on.",
            footer = {
                "%nA SPEC.json says it all; its directory is relative to the file:",
                "  {\"name\": \"web\", \"command\": [\"./serve\", \"--port\", \"8000\"],",
                "   \"directory\": \"public\", \"environment\": {\"LEVEL\": \"debug\"}}"
            })
    int deploy(
            @Option(names = "--name", paramLabel = "NAME", description = "The service, unless a file has it.") @Nullable
                    String name,
            @Option(
                            names = "--directory",
                            paramLabel = "DIR",
                            description = "Where it runs. Default: here, or where the file is")
                    @Nullable
                    Path directory,
            @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable in its environment.")
                    @Nullable
                    Map<String, String> environment,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            description = "How long it is to run, such as 90s, 15m, 8h. Default: until it is retired")
                    @Nullable
                    Duration time,
            @Parameters(paramLabel = "SPEC.json, COMMAND", arity = "1..*", hidden = true) List<String> words)
            throws Exception {
        if (time != null && (time.isZero() || time.isNegative())) {
            throw new ParameterException(line(), "The time that a service is to run is positive");
        }
        Home.make(folder);
        SpecFile wanted = name == null
                ? fromFile(words, directory, environment)
                : new SpecFile(
                        ServiceSpec.checkedName(name),
                        new ServiceSpec(
                                words,
                                Path.of("")
                                        .toAbsolutePath()
                                        .resolve(directory == null ? Path.of("") : directory)
                                        .normalize()
                                        .toString(),
                                environment == null ? Map.of() : environment));
        ServiceSpec.checkedName(wanted.name());
        Children.Kept kept = with(control -> control.deploy(wanted.name(), wanted.spec(), Optional.ofNullable(time)));
        out().println("%s: %s; its output goes to %s"
                .formatted(wanted.name(), Say.kept(kept), folder.resolve("logs").resolve(wanted.name() + ".log")));
        remindOfHost();
        return CommandLine.ExitCode.OK;
    }

    private SpecFile fromFile(List<String> words, @Nullable Path directory, @Nullable Map<String, String> environment) {
        if (words.size() > 1 || directory != null || environment != null) {
            throw new ParameterException(
                    line(), "Name a file that says everything, or a service with --name and its command behind --");
        }
        return SpecFile.read(Path.of(words.get(0)));
    }

    private void remindOfHost() throws IOException {
        if (HostAddress.living(folder).isEmpty()) {
            out().println("No host watches it; 'services host' does.");
        }
    }

    @Command(name = "retire", mixinStandardHelpOptions = true, description = "Ends a service; it is not started again.")
    int retire(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            defaultValue = "somebody asked for it",
                            description = "For its history.")
                    String reason)
            throws Exception {
        Children.Retired retired = with(control -> control.retire(name, reason));
        if (!retired.wasDeployed() && retired.ended().isEmpty()) {
            err().println("services: There is no service " + name);
            return CommandLine.ExitCode.SOFTWARE;
        }
        out().println(name + ": retired"
                + retired.ended().map(ended -> "; " + Say.ended(ended)).orElse(""));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows the services, in the order in which they were deployed.")
    int list() throws Exception {
        List<Control.Status> all = with(Control::list);
        if (all.isEmpty()) {
            out().println("No services are deployed.");
            return CommandLine.ExitCode.OK;
        }
        int width = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String format = "%-" + Math.max(4, width) + "s  %-7s  %7s  %7s  %s%n";
        out().printf(format, "NAME", "STATE", "PROCESS", "SINCE", "COMMAND");
        Instant now = Instant.now();
        for (Control.Status each : all) {
            out().printf(
                            format,
                            each.name(),
                            each.state().name().toLowerCase(Locale.ROOT),
                            each.pid().map(Object::toString).orElse("-"),
                            each.since()
                                    .map(since -> Say.time(Duration.between(since, now)))
                                    .orElse("-"),
                            String.join(" ", each.command())
                                    + each.until()
                                            .map(end ->
                                                    "  (for %s more)".formatted(Say.time(Duration.between(now, end))))
                                            .orElse(""));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description = "Shows what happened to a service, or to the hosts if none is named.")
    int history(@Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name) throws Exception {
        List<Control.Happened> all = with(control -> control.history(name));
        if (all.isEmpty()) {
            err().println(
                            name.isEmpty()
                                    ? "services: No host ever ran"
                                    : "services: There never was a service " + name);
            return CommandLine.ExitCode.SOFTWARE;
        }
        all.forEach(each -> out().println("%s  %s%s"
                .formatted(each.at(), each.what(), each.detail().isEmpty() ? "" : ": " + each.detail())));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Compares what is wanted with what is alive. Changes nothing.")
    int verify() throws Exception {
        Control.Findings findings = with(Control::verify);
        findings.differences().forEach(out()::println);
        if (findings.clean()) {
            out().println("All is as it should be.");
        }
        return findings.clean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description = "Starts what is missing, and ends what is not wanted.")
    int repair() throws Exception {
        Control.Findings findings = with(Control::repair);
        findings.differences().forEach(out()::println);
        findings.repairs().forEach(out()::println);
        if (findings.clean()) {
            out().println("All was as it should be.");
        }
        return findings.left() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    /** What a user has named, or else typed or piped in: on a command line, others can read it. */
    static String tokenOrInput(@Nullable String given) throws IOException {
        if (given != null && !given.equals("-")) {
            return given;
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line.strip();
    }

    /** Grants that people can read. */
    static String words(Grant grant) {
        return grant.permission()
                + grant.expiry().map(end -> ", until " + end).orElse("")
                + (grant.metadata().isEmpty()
                        ? ""
                        : ", " + String.join(", ", grant.metadata().values()));
    }
}
