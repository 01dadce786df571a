package io.github.recovery4j.examples.digest;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.RecoveryState;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Digests a real folder in a process that is killed with {@code SIGKILL} again and again, and shows that the manifest is
 * the same as if nothing had happened.
 *
 * <p>The folder is the argument, or the local Maven repository named by {@code -Ddemo.repository}, or the JDK. Exits
 * with 0 only if everything was as it should be.
 */
public final class Demo implements AutoCloseable {

    private static final int KILLS = 5;
    private static final Duration AT_LEAST = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoFolder folder;
    private final Path home;
    private final Random random;
    private final Consumer<String> out;
    private final DigestConfig config;
    private final FileStorage storage;
    private final Recovery recovery;
    private final RecoverableJob<DigestConfig, DigestState, DigestState> job = DigestJob.of(run -> {
        throw new IllegalStateException("The demo only looks at plans");
    });
    private long pace;
    private int longestPause;
    private Duration lost = Duration.ZERO;

    /** Something was not as it should be. */
    static final class Deviation extends Exception {
        private static final long serialVersionUID = 1;

        Deviation(String message) {
            super(message);
        }
    }

    Demo(DemoFolder folder, Path home, Random random, Consumer<String> out) {
        this.folder = folder;
        this.home = home;
        this.random = random;
        this.out = out;
        this.config = new DigestConfig(
                folder.root().toString(),
                Algorithm.SHA256,
                home.resolve("manifest.sha256").toString());
        this.storage = FileStorage.open(home.resolve(".recovery"));
        this.recovery = Recovery.builder()
                .storage(() -> storage)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    /**
     * Runs the demo.
     *
     * @param args the folder, if any
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<String> repository = Optional.ofNullable(System.getProperty("demo.repository"));
        DemoFolder folder = DemoFolder.choose(Arrays.stream(args).findFirst(), repository);
        Path home = Files.createTempDirectory("recovery4j-demo-").toRealPath();
        try (Demo demo = new Demo(folder, home, new Random(), Demo::print)) {
            demo.show(KILLS, AT_LEAST);
        } catch (Deviation e) {
            print("\nNOT AS IT SHOULD BE: " + e.getMessage());
            print("Everything is kept in " + home);
            System.exit(1);
        }
        delete(home);
    }

    private static void print(String line) {
        System.out.println(line);
    }

    /** Digests the folder with so many kills, at a pace that makes it take at least so long. */
    void show(int kills, Duration atLeast) throws IOException, InterruptedException, Deviation {
        say(
                "folder",
                "%s: %s files, %s"
                        .formatted(folder.root(), Words.count(folder.files()), Describe.size(folder.bytes())));
        long start = System.nanoTime();
        byte[] expected = PlainManifest.of(folder.root(), Algorithm.SHA256);
        Duration plain = since(start);
        say(
                "compare",
                "digested in one go, without Recovery4j, in %s: what the manifest has to be"
                        .formatted(Words.time(plain)));
        choosePace(atLeast.minus(plain));
        longestPause = Math.toIntExact(atLeast.dividedBy(kills + 1L).toMillis());
        long begun = System.nanoTime();
        int done = 0;
        while (done < kills && killed(done + 1)) {
            done++;
        }
        if (done == 0) {
            throw new Deviation("it was done before it could be killed; choose a larger folder");
        }
        if (done == kills) {
            finished(kills + 1);
        }
        Duration took = since(begun);
        compare(expected);
        check();
        say(
                "in all",
                "%d kills, %s from the first start to the end, %s of it lost to kills"
                        .formatted(done, Words.time(took), Words.time(lost)));
    }

    /** Without pauses, a folder may be done before it can be killed so often. */
    private void choosePace(Duration missing) {
        if (missing.toNanos() > 0) {
            pace = missing.toNanos() / 1000 / folder.files();
            say("pace", "too fast to be killed often, so every file is followed by a pause of %d µs".formatted(pace));
        }
    }

    /** An attempt that is killed at a random moment after its first checkpoint; false if it was done before. */
    private boolean killed(int number) throws IOException, InterruptedException, Deviation {
        Optional<RecoveryState<DigestConfig, DigestState>> before = saved();
        long start = System.nanoTime();
        DigestProcess process = start();
        awaitCheckpoint(process, before.map(RecoveryState::generation).orElse(1L));
        Thread.sleep(random.nextInt(longestPause));
        process.kill();
        if (process.exitCode() == 0) {
            showStart(number, process, before);
            say("", "done before it could be killed");
            return false;
        }
        long killed = System.currentTimeMillis();
        Duration took = since(start);
        RecoveryState<DigestConfig, DigestState> after =
                saved().orElseThrow(() -> new Deviation("attempt %d left nothing to resume".formatted(number)));
        showStart(number, process, before);
        Duration again =
                Duration.ofMillis(Math.max(0, killed - after.stamp().savedAt().toEpochMilli()));
        lost = lost.plus(again);
        say(
                "",
                "killed after %s, %s after it had saved generation %d: %s files"
                        .formatted(Words.time(took), Words.time(again), after.generation(), files(after)));
        return true;
    }

    private void finished(int number) throws IOException, InterruptedException, Deviation {
        Optional<RecoveryState<DigestConfig, DigestState>> before = saved();
        long start = System.nanoTime();
        DigestProcess process = start();
        int code = process.exitCode();
        showStart(number, process, before);
        if (code != 0) {
            throw new Deviation("the last attempt ended with exit code %d:\n%s".formatted(code, process.said()));
        }
        say("", "finished after %s".formatted(Words.time(since(start))));
    }

    private DigestProcess start() throws IOException {
        return DigestProcess.start(
                home,
                home,
                List.of(),
                List.of(config.root(), "--output", config.output(), "--pace", Long.toString(pace)));
    }

    private void awaitCheckpoint(DigestProcess process, long beyond)
            throws IOException, InterruptedException, Deviation {
        long start = System.nanoTime();
        while (process.running() && newestGeneration() <= beyond) {
            if (since(start).compareTo(PATIENCE) > 0) {
                process.kill();
                throw new Deviation("no checkpoint within %s:\n%s".formatted(PATIENCE, process.said()));
            }
            Thread.sleep(5);
        }
    }

    private long newestGeneration() {
        return storage.checkpoints().runs(DigestJob.NAME).stream()
                .flatMap(run -> storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint().stream())
                .mapToLong(checkpoint -> checkpoint.generation())
                .max()
                .orElse(0);
    }

    /** What the next attempt will find. */
    private Optional<RecoveryState<DigestConfig, DigestState>> saved() {
        return recovery.plan(job, config) instanceof RecoveryPlan.Resume<DigestConfig, DigestState> resume
                ? Optional.of(resume.state())
                : Optional.empty();
    }

    /** The plan in the words of the process itself, which has to be what was expected of it. */
    private void showStart(int number, DigestProcess process, Optional<RecoveryState<DigestConfig, DigestState>> before)
            throws IOException, Deviation {
        String plan = process.plan();
        say("attempt " + number, plan);
        String wanted = before.map(state -> "Resume digest from run %s, generation %d of "
                        .formatted(state.run().id(), state.generation()))
                .orElse("Start digest fresh: ");
        if (!plan.startsWith(wanted)) {
            throw new Deviation("it should have said: %s…".formatted(wanted));
        }
    }

    private static String files(RecoveryState<DigestConfig, DigestState> saved) {
        return Words.count(saved.state().map(DigestState::files).orElse(0L));
    }

    private void compare(byte[] expected) throws IOException, Deviation {
        if (!Arrays.equals(Files.readAllBytes(config.outputPath()), expected)) {
            boolean changed = !Arrays.equals(PlainManifest.of(folder.root(), Algorithm.SHA256), expected);
            throw new Deviation(
                    changed
                            ? "the folder was changed while the demo ran; run it again"
                            : "the manifest differs from the one made in one go");
        }
        long lines = new String(expected, StandardCharsets.ISO_8859_1).lines().count();
        say("manifest", "%s lines, byte for byte what it has to be".formatted(Words.count(lines)));
    }

    private void check() throws IOException, InterruptedException, Deviation {
        Optional<String> complaint = Checker.check(folder.root(), config.algorithm(), config.outputPath());
        String command = config.algorithm().checker() + " -c";
        if (complaint.isPresent()) {
            throw new Deviation(command + " does not accept it: " + complaint.get());
        }
        say(
                config.algorithm().checker(),
                Checker.exists(config.algorithm()) ? command + " accepts it" : "not found here, not asked");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void say(String topic, String text) {
        out.accept("%-10s %s".formatted(topic, text));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() {
        recovery.close();
    }
}
