package io.github.recovery4j.benchmarks;

import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.jackson.JacksonCodec;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.queue.Claim;
import io.github.recovery4j.queue.QueueCounts;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.Queues;
import io.github.recovery4j.queue.WorkQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What a queue costs: a submission, and a claim with its completion, beside bare appends to a journal, in turns; and opening
 * with little and with much that waits, or is done.
 *
 * <p>Arguments: rounds (2000).
 */
public final class QueueCosts {

    private static final int WARMUP = 10_000;
    private static final QueueDefinition<Task> TASKS = QueueDefinition.named("tasks", Task.class);

    private QueueCosts() {}

    /** What is to be done. */
    record Task(String account, long amount, List<String> notes) {

        static Task of(long number) {
            return new Task("account " + number % 1000, number, List.of("by standing order", "monthly"));
        }
    }

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        inTurns(args.length > 0 ? Integer.parseInt(args[0]) : 2000);
        opened(1_000, 0);
        opened(100_000, 0);
        opened(1_000, 100_000);
    }

    private static Queues queues(FileStorage storage) {
        return new Queues(
                storage.namedJournals(), new JacksonCodec(), event -> {}, InstantSource.system(), System::nanoTime);
    }

    private static void inTurns(int rounds) throws IOException {
        try (Scratch scratch = Scratch.create();
                FileStorage storage = FileStorage.open(scratch.path().resolve("storage"));
                Queues queues = queues(storage);
                Journal bare = LedgerCosts.journal(scratch.path().resolve("bare"));
                Journal again = LedgerCosts.journal(scratch.path().resolve("again"))) {
            WorkQueue<Task> queue = queues.open(TASKS);
            queue.submit("first", Task.of(1));
            byte[] encoded = new JacksonCodec().encode(Task.of(1)).toByteArray();
            LongConsumer append = number -> bare.append(1, Sync.now(), ByteBuffer.wrap(encoded));
            long[] submitted = new long[1];
            List<LongConsumer> ways = List.of(
                    append,
                    append.andThen(append),
                    number -> again.append(1, Sync.now(), ByteBuffer.wrap(encoded)),
                    number -> queue.submit("task " + submitted[0]++, Task.of(number)),
                    number -> complete(queue));
            Turns.take(WARMUP, ways);
            Turns turns = Turns.take(rounds, ways);
            System.out.printf(
                    "bare append of %d bytes: %.0f micros, two: %.0f; a second bare one: ratio %.3f%n",
                    encoded.length, turns.median(0), turns.median(1), turns.ratio(2, 0, 0.5));
            String ratio = "ratio %.2f (%.2f to %.2f)";
            System.out.printf("submit: %.0f micros, to one append: %s%n", turns.median(3), turns.ratios(3, 0, ratio));
            System.out.printf(
                    "claim and complete: %.0f micros, to one append: %s, to two: %s%n",
                    turns.median(4), turns.ratios(4, 0, ratio), turns.ratios(4, 1, ratio));
        }
    }

    private static void complete(WorkQueue<Task> queue) {
        Claim<Task> claim = queue.claim().orElseThrow();
        queue.complete(claim, "done");
    }

    /** Opens a queue in which some work waits, and more was done before. */
    private static void opened(int pending, int done) throws IOException {
        try (Scratch scratch = Scratch.create()) {
            fill(scratch.path(), pending, done);
            Openings openings = new Openings();
            for (int time = 0; time < Openings.TIMES; time++) {
                try (FileStorage storage = FileStorage.open(scratch.path());
                        Queues queues = queues(storage)) {
                    QueueCounts counts = openings.time(() -> queues.open(TASKS)).counts();
                    if (counts.pending() != pending) {
                        throw new IllegalStateException("what was submitted is not there: " + counts);
                    }
                }
            }
            System.out.printf("%,d wait, after %,d that are done: opened in %s ms%n", pending, done, openings);
        }
    }

    private static void fill(Path directory, int pending, int done) {
        try (FileStorage storage = FileStorage.open(directory);
                Queues queues = queues(storage)) {
            WorkQueue<Task> queue = queues.open(TASKS);
            Together.times(done, i -> {
                queue.submit("done " + i, Task.of(i));
                complete(queue);
            });
            Together.times(pending, i -> queue.submit("waits " + i, Task.of(i)));
        }
    }
}
