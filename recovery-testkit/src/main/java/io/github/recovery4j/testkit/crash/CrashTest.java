package io.github.recovery4j.testkit.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Proves that a job can be resumed, by letting its process crash wherever that makes a difference.
 *
 * <pre>{@code
 * @RegisterExtension
 * final CrashTest crashes = new CrashTest();
 *
 * @Test
 * void an_import_survives_every_crash() throws Exception {
 *     crashes.everywhere(() -> (recovery, world) -> {
 *         Path target = world.directory().resolve("users.csv");
 *         new Import(target, mail -> world.effect("mail", () -> outbox.send(mail))).run(recovery);
 *         return Files.readString(target);
 *     }).assertNoEffectWasRepeated("mail");
 * }
 * }</pre>
 *
 * <p>The job is run uninterrupted first, twice. Then it is run once for every boundary: it crashes there, is started again
 * in the same world, and must end with the same result, and with no effect lost. A boundary is the moment before, and the
 * moment after, whatever outlives the process: a lease, the admission of a run, a checkpoint, a record of a step, the record of an attempt,
 * the result or removal of a run, and each {@linkplain World#effect effect}. Last, crashes come in pairs, the second in the
 * life that recovers from the first: all pairs, or a sample.
 *
 * <p>The number of trials grows with the boundaries, and that of pairs with their square: a test needs a few checkpoints,
 * not thousands. The job must allow three attempts without progress, which it does unless its {@code maxAttempts} is lower.
 *
 * <p>As an extension of JUnit 5 it publishes what it tried as an entry of the test's report. Immutable, and safe for use
 * by many threads.
 */
public final class CrashTest implements BeforeEachCallback, AfterEachCallback {

    private static final int PAIRS = 100;

    private final ThreadLocal<ExtensionContext> running;
    private final List<Integer> only;
    private final int pairs;
    private final long seed;

    /** Creates a test that tries every boundary, and at most 100 pairs. */
    public CrashTest() {
        this(new ThreadLocal<>(), List.of(), PAIRS, System.nanoTime());
    }

    private CrashTest(ThreadLocal<ExtensionContext> running, List<Integer> only, int pairs, long seed) {
        this.running = running;
        this.only = only;
        this.pairs = pairs;
        this.seed = seed;
    }

    /**
     * {@return a test that makes one trial only, to look at what a report tells of it}
     *
     * @param first the number of the boundary at which the first life crashes, from 1
     * @param next the numbers for the lives after it
     */
    public CrashTest at(int first, int... next) {
        List<Integer> numbers = IntStream.concat(IntStream.of(first), IntStream.of(next))
                .boxed()
                .toList();
        if (numbers.stream().anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException("Boundaries are counted from 1, got " + numbers);
        }
        return new CrashTest(running, numbers, pairs, seed);
    }

    /**
     * {@return a test that tries so many pairs of crashes at most, chosen by chance}
     *
     * @param most not negative; zero for none
     */
    public CrashTest pairs(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("The number of pairs is not negative, got " + most);
        }
        return new CrashTest(running, only, most, seed);
    }

    /**
     * {@return a test that draws the same sample of pairs again}
     *
     * @param repeated what a report tells
     */
    public CrashTest seed(long repeated) {
        return new CrashTest(running, only, pairs, repeated);
    }

    /**
     * Crashes the job in this JVM, which is fast; what recovery keeps lies in memory. A crash is an error that everything
     * throws from then on that belongs to the life: its {@code Recovery}, its runs, its world. So {@code finally} blocks
     * are executed, and what they change outside the world is changed; static fields keep their values; threads of the
     * work are interrupted, not killed. Where that matters, use {@link #killing}.
     *
     * @param job makes the job for each life
     * @return what was tried
     * @throws AssertionError if a crash breaks the job, or there is nothing to try; the message says where and how
     * @throws InterruptedException if the thread is interrupted; nothing goes on then
     */
    public CrashReport everywhere(Supplier<? extends JobUnderTest> job) throws InterruptedException {
        return explore(new ThisJvm(job), pairs);
    }

    /**
     * Crashes the job in processes of its own, by {@code SIGKILL}. Each boundary costs the start of two JVMs with the
     * class path of this one; there are no pairs. Results are compared by their text.
     *
     * @param job a class with a constructor without parameters, public or not
     * @return what was tried
     * @throws AssertionError if a crash breaks the job, or there is nothing to try; the message says where and how
     * @throws InterruptedException if the thread is interrupted; nothing goes on then
     */
    public CrashReport killing(Class<? extends JobUnderTest> job) throws InterruptedException {
        return explore(new ChildJvms(job), 0);
    }

    private CrashReport explore(Host host, int mostPairs) throws InterruptedException {
        Path directory = temporary();
        try {
            Exploration exploration = new Exploration(new Trials(host, directory));
            CrashReport report = only.isEmpty() ? exploration.everywhere(mostPairs, seed) : exploration.only(only);
            publish(report);
            return report;
        } finally {
            Place.delete(directory);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("crash-test-");
        } catch (IOException e) {
            throw new UncheckedIOException("There is no room for trials", e);
        }
    }

    private void publish(CrashReport report) {
        ExtensionContext context = running.get();
        if (context != null) {
            context.publishReportEntry("crash test", report.describe());
        }
    }

    /** Called by JUnit. */
    @Override
    public void beforeEach(ExtensionContext context) {
        running.set(context);
    }

    /** Called by JUnit. */
    @Override
    public void afterEach(ExtensionContext context) {
        running.remove();
    }
}
