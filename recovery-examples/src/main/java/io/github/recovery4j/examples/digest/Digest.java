package io.github.recovery4j.examples.digest;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.examples.console.Complaints;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.digest.DigestState.Unreadable;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.plan.RecoveryPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code digest}: a manifest of the checksums of a directory tree, which survives being killed. */
@Command(
        name = "digest",
        mixinStandardHelpOptions = true,
        version = "Recovery4j digest example",
        sortOptions = false,
        description = {
            "Writes the checksums of all files below a directory to a manifest that sha256sum -c and its sisters check.",
            "If it is stopped or killed, the same command goes on where it was."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the manifest is written",
            "1:something failed, or some files could not be read",
            "2:the command line is wrong",
            "130:stopped by Ctrl-C (SIGINT)",
            "143:stopped by SIGTERM"
        })
public final class Digest implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory. Symbolic links in it are not followed.")
    private @Nullable Path directory;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            converter = AlgorithmConverter.class,
            description = "MD5, SHA-1, SHA-224, SHA-256, SHA-384 or SHA-512. Default: SHA-256")
    private Algorithm algorithm = Algorithm.SHA256;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The manifest. Default: the name of DIR and the algorithm, such as photos.sha256, here.")
    private @Nullable Path output;

    @Option(names = "--state", paramLabel = "DIR", description = "Where the checkpoints are kept. Default: .recovery")
    private Path state = Path.of(".recovery");

    @Option(
            names = "--pace",
            paramLabel = "MICROS",
            description = "Pauses after each file, to have the time to kill it. Default: 0")
    private long pace;

    @Option(
            names = {"-q", "--quiet"},
            description = "Says only what went wrong.")
    private boolean quiet;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /**
     * The command.
     *
     * @param args its command line
     */
    public static void main(String[] args) {
        System.exit(Complaints.of(new CommandLine(new Digest())).execute(args));
    }

    @Override
    public Integer call() {
        DigestConfig config = config();
        try (Recovery recovery = Recovery.at(state)) {
            return run(recovery, config);
        } catch (StoreException | LeaseException e) {
            err.println("digest: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private DigestConfig config() {
        Path root = root();
        return new DigestConfig(root.toString(), algorithm, output(root).toString());
    }

    private Path root() {
        Path given = directory;
        if (given == null || !Files.isDirectory(given)) {
            throw wrong(given + " is not a directory");
        }
        Path real = real(given);
        if (real.startsWith(real(state))) {
            throw wrong("%s lies in the state directory %s: name another one with --state".formatted(given, state));
        }
        return real;
    }

    private Path output(Path root) {
        Path name = root.getFileName();
        Path given = output != null ? output : Path.of((name == null ? "root" : name) + "." + algorithm.extension());
        Path parent = given.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent) || Files.isDirectory(given)) {
            throw wrong("%s cannot be written: it has to be a file in a directory you may write to".formatted(given));
        }
        return real(parent).resolve(given.getFileName());
    }

    /** The path without links, if it exists; it goes into the configuration as text, so it has to be one. */
    private Path real(Path path) {
        try {
            Path real = Files.exists(path)
                    ? path.toRealPath()
                    : path.toAbsolutePath().normalize();
            if (!Path.of(real.toString()).equals(real)) {
                throw wrong(path + " has a name that is not text in this locale");
            }
            return real;
        } catch (IOException e) {
            throw wrong("%s: %s".formatted(path, Describe.problem(e)));
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("Not called by picocli: " + message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private int run(Recovery recovery, DigestConfig config) {
        Display display = quiet ? new Display.Quiet(err) : Display.on(err);
        Path states = real(state);
        DigestWork work = new DigestWork(
                path -> config.isManifest(path) || path.equals(states), Duration.ofNanos(pace * 1000), display);
        RecoverableJob<DigestConfig, DigestState, DigestState> job = DigestJob.of(run -> {
            if (!quiet) {
                err.println(Describe.plan(run.plan(), Instant.now()));
            }
            return work.execute(run);
        });
        long begun = System.nanoTime();
        RunOutcome<DigestState> outcome = recovery.run(job, config);
        tidy(config, outcome.details().plan());
        if (outcome instanceof RunOutcome.Completed<DigestState> completed) {
            return completed(config, completed.value(), Duration.ofNanos(System.nanoTime() - begun));
        }
        return unfinished(outcome, work.saved());
    }

    /** A run that was given up has left the part of its manifest. */
    private static void tidy(DigestConfig config, RecoveryPlan<?, ?> plan) {
        if (plan instanceof RecoveryPlan.Fresh<?, ?> fresh && fresh.discarded().isPresent()) {
            config.part(fresh.discarded().get().run().id()).toFile().delete();
        }
    }

    private int completed(DigestConfig config, DigestState state, Duration took) {
        if (!quiet) {
            out.printf(
                    "%s: %s, %s, in %s%n",
                    config.output(), Describe.files(state.files()), Describe.size(state.bytes()), Words.time(took));
        }
        if (!quiet && state.files() > 0) {
            out.printf(
                    "To check it: (cd %s && %s --quiet -c %s)%n",
                    Describe.quoted(config.root()), config.algorithm().checker(), Describe.quoted(config.output()));
        }
        Unreadable unreadable = state.unreadable();
        if (unreadable.count() == 0) {
            return CommandLine.ExitCode.OK;
        }
        err.printf("digest: %s could not be read and are not in the manifest:%n", Words.count(unreadable.count()));
        unreadable.first().forEach(name -> err.println("  " + name));
        if (unreadable.count() > unreadable.first().size()) {
            err.printf(
                    "  and %s more%n",
                    Words.count(unreadable.count() - unreadable.first().size()));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private int unfinished(RunOutcome<DigestState> outcome, DigestState saved) {
        err.println("digest: " + said(outcome));
        if (!(outcome instanceof RunOutcome.Refused)) {
            err.println(Describe.files(saved.files()) + " done and saved; the same command goes on from there.");
        }
        return outcome.exitCode();
    }

    private static String said(RunOutcome<DigestState> outcome) {
        if (outcome instanceof RunOutcome.Refused) {
            return outcome.details().plan().describe();
        }
        boolean saved = outcome.details().saveFailure().isEmpty();
        return outcome instanceof RunOutcome.Cancelled && saved ? "stopped" : outcome.describe();
    }

    /** Takes the name of an algorithm. */
    static final class AlgorithmConverter implements CommandLine.ITypeConverter<Algorithm> {
        @Override
        public Algorithm convert(String text) {
            try {
                return Algorithm.of(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
