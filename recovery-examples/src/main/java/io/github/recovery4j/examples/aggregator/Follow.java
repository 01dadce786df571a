package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Follows chains until it is stopped. */
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Follows chains and enters the payments in their blocks, until it is stopped.",
            "If it is stopped or killed, the same command goes on where it was."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:something failed",
            "2:the command line is wrong",
            "3:no chain can be followed any more before somebody decides how to go on",
            "130:stopped by Ctrl-C (SIGINT)",
            "143:stopped by SIGTERM"
        })
final class Follow implements Callable<Integer> {

    private static final int UNDECIDED = 3;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long LAST_WORDS_SECONDS = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-c", "--chain"},
            paramLabel = "NAME=URL",
            required = true,
            converter = ChainConverter.class,
            description =
                    "A chain and the JSON-RPC endpoint of a node, such as main=http://127.0.0.1:8545. Repeatable.")
    private List<NodeChain> chains = List.of();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where it keeps how far it is. Default: aggregator.state")
    private Path state = Path.of("aggregator.state");

    @Option(names = "--book", paramLabel = "DIR", description = "The book. Default: aggregator.book")
    private Path book = Path.of("aggregator.book");

    @Option(
            names = "--depth",
            paramLabel = "BLOCKS",
            description = "How many blocks a chain may go back without anybody being asked. Default: 64")
    private int depth = 64;

    @Option(
            names = "--backups",
            paramLabel = "DIR",
            description =
                    "Copies the state there, into a folder for each time. The state is not in use for that moment.")
    private @Nullable Path backups;

    @Option(names = "--every", paramLabel = "SECONDS", description = "How often. Default: 3600")
    private int every = 3600;

    @Option(
            names = "--anew",
            paramLabel = "NAME",
            description = "Forgets what it saw of a chain, takes it out of the book, and follows what is there now.")
    private List<String> anew = List.of();

    @Option(
            names = "--pace",
            paramLabel = "MILLIS",
            description = "Pauses before and after each entry, to have the time to kill it. Default: 0")
    private int pace;

    private final Stop stop = new Stop();
    private final Stop ended = new Stop();

    /** A name and an endpoint. */
    private static final class ChainConverter implements ITypeConverter<NodeChain> {

        @Override
        public NodeChain convert(String text) {
            int at = text.indexOf('=');
            if (at < 1
                    || text.substring(0, at).contains("/")
                    || !text.substring(at + 1).matches("https?://.+")) {
                throw new TypeConversionException(
                        "'%s' is not a name without '/', '=' and the http address of a node".formatted(text));
            }
            try {
                return new NodeChain(text.substring(0, at), new Rpc(URI.create(text.substring(at + 1))));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Thread hook = new Thread(this::stopFromOutside, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Book opened = Book.open(book)) {
            Session.Settings settings = new Session.Settings(
                    state, opened, List.copyOf(chains), depth, Duration.ofMillis(pace), Follow::say);
            anew.forEach(chain -> Session.forget(settings, chain));
            return follow(settings);
        } finally {
            ended.request();
        }
    }

    private void check() {
        Set<String> names = new HashSet<>();
        chains.forEach(chain -> require(names.add(chain.name()), "There are two chains called " + chain.name()));
        anew.forEach(chain -> require(names.contains(chain), "There is no chain called " + chain));
        require(depth > 0, "--depth has to be positive");
        require(every > 0, "--every has to be positive");
        require(pace >= 0, "--pace must not be negative");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition && spec != null) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** The JVM waits for its hooks, and this one for the end of the work. */
    private void stopFromOutside() {
        stop.request();
        try {
            ended.await(Duration.ofSeconds(LAST_WORDS_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int follow(Session.Settings settings) throws IOException, InterruptedException {
        while (true) {
            long begun;
            try (Session session = Session.open(settings)) {
                watch(session);
                if (stop.requested() || !session.isFollowing()) {
                    return exitCode(session.endings());
                }
                begun = System.nanoTime();
            }
            backUp(begun);
        }
    }

    private static int exitCode(Set<Ending> endings) {
        return endings.stream().anyMatch(Ending::needsADecision) ? UNDECIDED : CommandLine.ExitCode.SOFTWARE;
    }

    /** Tells where it is, until it is stopped, has nothing to follow, or a backup is due. */
    private void watch(Session session) throws InterruptedException {
        long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(every);
        String told = "";
        while (session.isFollowing() && (backups == null || System.nanoTime() - due < 0)) {
            String status = session.status();
            if (!status.equals(told)) {
                say(status);
                told = status;
            }
            if (stop.await(LOOK)) {
                return;
            }
        }
    }

    /** Nobody has the state open now: what is copied is the state of one moment. */
    private void backUp(long begun) throws IOException {
        if (backups != null) {
            Path copy = Backups.take(state, backups);
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            say("backup %s; everything stood still for %d ms".formatted(copy, millis));
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
