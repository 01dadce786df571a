package io.github.recovery4j.examples.sync;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.examples.console.Complaints;
import io.github.recovery4j.examples.console.DurationConverter;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.sync.SyncProgress.Times;
import io.github.recovery4j.job.RecoveryMode;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.plan.RecoveryPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sync}: brings a pair of Ethereum nodes in sync, and reports on it. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        version = "Recovery4j sync example",
        sortOptions = false,
        description = {
            "Starts an execution and a consensus node, follows them until they are in sync, and reports on it.",
            "If it is stopped or killed, the same command goes on with the same nodes."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the nodes are in sync, the reports are written",
            "1:something failed, or it could not be told whether an earlier run can go on",
            "2:the command line is wrong",
            "124:it took longer than --run-timeout",
            "125:a node, or its environment, has ended",
            "130:stopped by Ctrl-C (SIGINT)",
            "143:stopped by SIGTERM"
        })
public final class Sync implements Callable<Integer> {

    private static final int ENVIRONMENT_CRASHED = 125;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--network", paramLabel = "NAME", description = "The chain. Default: mainnet")
    private String network = "mainnet";

    @Mixin
    private ClientOptions clients = new ClientOptions();

    @Option(
            names = "--environment",
            paramLabel = "KIND",
            description =
                    "Where the nodes run: processes (simulated nodes on this machine), or kurtosis (real ones in an"
                            + " enclave). Default: processes")
    private Place place = Place.PROCESSES;

    @Option(
            names = "--report-dir",
            paramLabel = "DIR",
            description = "Where the reports are, the temporary ones of unfinished runs too. Default: reports")
    private Path reportDirectory = Path.of("reports");

    @Option(
            names = "--check-interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How often the nodes are asked. Default: 10s")
    private Duration checkInterval = Duration.ofSeconds(10);

    @Option(
            names = "--run-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "When to stop at the latest; the next start goes on. Default: never")
    private @Nullable Duration runTimeout;

    @Option(
            names = "--enable-recovery",
            paramLabel = "BOOL",
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "Whether an earlier run is gone on with, and this one can be. Without, the nodes are removed when"
                            + " it stops. Default: true")
    private boolean recoveryEnabled = true;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "How long to ask again while it cannot be told whether an earlier run can go on. Default: 30s")
    private Duration patience = Duration.ofSeconds(30);

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "What the final report is labelled with. May be given more than once.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--node-sync-time",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long a simulated node takes. Default: 1m")
    private Duration nodeSyncTime = Duration.ofMinutes(1);

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    /**
     * The command.
     *
     * @param args its command line
     */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return Complaints.of(new CommandLine(new Sync())).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        SyncConfig config = config();
        SyncJob.Limits limits = limits();
        requireWritable();
        Watch watch = new Watch(err, recoveryEnabled);
        try (Recovery recovery = Recovery.builder()
                .directory(reportDirectory)
                .mode(recoveryEnabled ? RecoveryMode.BEST_EFFORT : RecoveryMode.OFF)
                .listener(watch)
                .open()) {
            return run(recovery, config, limits, watch);
        } catch (StoreException | LeaseException e) {
            err.println("sync: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private SyncConfig config() {
        try {
            String id = "%08x".formatted(ThreadLocalRandom.current().nextInt());
            String environment = SyncConfig.environmentName(network, clients.el(), clients.cl(), id);
            return new SyncConfig(network, clients.el(), clients.cl(), place, environment, labels);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private SyncJob.Limits limits() {
        if (checkInterval.isZero() || (runTimeout != null && runTimeout.isZero())) {
            throw wrong("--check-interval and --run-timeout must be longer than nothing");
        }
        return new SyncJob.Limits(checkInterval, Optional.ofNullable(runTimeout), patience);
    }

    /** A sync that cannot be reported on is not begun. */
    private void requireWritable() {
        try {
            Files.createDirectories(reportDirectory);
        } catch (IOException e) {
            throw wrong("%s cannot be created: %s".formatted(reportDirectory, e));
        }
        if (!Files.isWritable(reportDirectory)) {
            throw wrong("%s cannot be written to".formatted(reportDirectory));
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("Not called by picocli: " + message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private int run(Recovery recovery, SyncConfig config, SyncJob.Limits limits, Watch watch) {
        Nodes nodes = place == Place.KURTOSIS
                ? new KurtosisNodes()
                : new LocalNodes(reportDirectory.resolve("nodes"), nodeSyncTime);
        NodeClient client = new NodeClient();
        Reports reports = new Reports(reportDirectory.resolve(SyncJob.NAME));
        SyncWork work = new SyncWork(nodes, client, reports, checkInterval, Display.on(err), watch);
        RunOutcome<SyncProgress> outcome =
                recovery.run(SyncJob.of(NodePair.answering(nodes.environment(), client, config), limits, work), config);
        if (outcome instanceof RunOutcome.Completed<SyncProgress> completed) {
            return completed(config, completed, reports);
        }
        return unfinished(outcome, watch);
    }

    private int completed(SyncConfig config, RunOutcome.Completed<SyncProgress> outcome, Reports reports) {
        Times times = outcome.value().times();
        out.printf(
                "%s, %s and %s are in sync after %s, %s of them active, in %s%n",
                config.network(),
                config.el().client(),
                config.cl().client(),
                Words.time(times.total()),
                Words.time(times.active()),
                Words.count(times.attempts(), "attempt", "attempts"));
        outcome.details().run().map(RunKey::id).ifPresent(run -> out.println(reports.main(run, config)));
        outcome.details()
                .saveFailure()
                .ifPresent(
                        failure -> err.println("sync: the temporary report could not be removed, the next start will: "
                                + failure.getMessage()));
        return CommandLine.ExitCode.OK;
    }

    private int unfinished(RunOutcome<SyncProgress> outcome, Watch watch) {
        boolean refusedByPlan =
                outcome instanceof RunOutcome.Refused && outcome.details().plan() instanceof RecoveryPlan.Refuse<?, ?>;
        err.println("sync: " + (refusedByPlan ? "nothing was started, nothing was changed" : said(outcome)));
        if (!(outcome instanceof RunOutcome.Refused)) {
            err.println(next(outcome, watch));
        }
        return crashed(outcome) ? ENVIRONMENT_CRASHED : outcome.exitCode();
    }

    private static String next(RunOutcome<SyncProgress> outcome, Watch watch) {
        if (outcome.details().run().isEmpty()) {
            return "It had not begun, and nothing was changed.";
        }
        if (!watch.recoverable()) {
            return "Recovery is off: the nodes were removed.";
        }
        if (outcome instanceof RunOutcome.Failed) {
            return crashed(outcome)
                    ? "The next start begins anew."
                    : "The same command goes on from there if its nodes are there, and begins anew if they are not.";
        }
        return "The nodes keep running; the same command goes on from there.";
    }

    private static String said(RunOutcome<SyncProgress> outcome) {
        return ending(outcome)
                + outcome.details()
                        .saveFailure()
                        .map(failure -> "; what was seen last could not be saved: " + failure.getMessage())
                        .orElse("");
    }

    private static String ending(RunOutcome<SyncProgress> outcome) {
        if (outcome instanceof RunOutcome.Failed<SyncProgress> failed) {
            return String.valueOf(failed.cause().getMessage());
        }
        if (outcome instanceof RunOutcome.TimedOut<SyncProgress> late) {
            return "timed out after " + Words.time(late.timeout());
        }
        return outcome instanceof RunOutcome.Cancelled ? "stopped" : outcome.describe();
    }

    private static boolean crashed(RunOutcome<SyncProgress> outcome) {
        return outcome instanceof RunOutcome.Failed<SyncProgress> failed
                && failed.cause() instanceof EnvironmentCrashedException;
    }
}
