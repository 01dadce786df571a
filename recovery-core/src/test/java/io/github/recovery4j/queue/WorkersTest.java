package io.github.recovery4j.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    private static final QueueDefinition<String> TASKS = QueueDefinition.named("tasks", String.class)
            .retry(RetryPolicy.attempts(3)
                    .pauses(Duration.ofMillis(1), Duration.ofMillis(1))
                    .only(e -> !(e instanceof IllegalArgumentException)));

    private final MemoryStorage storage = MemoryStorage.create();
    private final Queues queues =
            new Queues(storage.namedJournals(), new TestCodec(), event -> {}, InstantSource.system(), System::nanoTime);
    private final WorkQueue<String> queue = queues.open(TASKS);
    private final Map<String, Integer> executed = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        queues.close();
        storage.close();
    }

    private String execute(Claim<String> claim) {
        executed.merge(claim.id(), 1, Integer::sum);
        return claim.payload();
    }

    private void untilFinished(int number) throws InterruptedException {
        for (QueueCounts now = queue.counts(); now.completed() + now.failed() < number; now = queue.counts()) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException("%s of %d".formatted(now, number));
            }
        }
    }

    @Test
    void one_piece_of_work_is_done_once_among_ten_workers() throws Exception {
        try (Workers workers = queue.work(10, this::execute)) {
            assertThat(workers.isRunning()).isTrue();
            queue.submit("a", "done");
            untilFinished(1);
        }
        assertThat(executed).containsExactly(Map.entry("a", 1));
        assertThat(queue.item("a").orElseThrow().outcome()).contains("done");
    }

    @Test
    void ten_who_submit_the_same_at_once_and_ten_who_claim_at_once_agree_on_one() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        CyclicBarrier together = new CyclicBarrier(10);
        List<Future<List<Object>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(threads.submit(() -> {
                together.await();
                Submission submission = queue.submit("a", "x");
                together.await();
                return List.of(submission, queue.claim().isPresent());
            }));
        }
        int accepted = 0;
        int claimed = 0;
        for (Future<List<Object>> answer : answers) {
            accepted += answer.get().get(0) == Submission.ACCEPTED ? 1 : 0;
            claimed += answer.get().get(1).equals(true) ? 1 : 0;
        }
        threads.shutdown();
        assertThat(List.of(accepted, claimed)).containsExactly(1, 1);
    }

    @Test
    void ten_writers_of_a_hundred_and_five_workers_end_with_a_thousand_done_once() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(10);
        try (Workers workers = queue.work(5, this::execute)) {
            for (int writer = 0; writer < 10; writer++) {
                String name = "writer " + writer;
                writers.execute(() -> {
                    for (int i = 0; i < 100; i++) {
                        queue.submit(name + " " + i, "x");
                    }
                });
            }
            writers.shutdown();
            untilFinished(1_000);
            assertThat(workers.isRunning()).isTrue();
        }
        assertThat(executed).hasSize(1_000).allSatisfy((id, times) -> assertThat(times)
                .isOne());
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 1_000, 0));
    }

    @Test
    void what_fails_is_tried_again_and_what_cannot_be_done_is_not() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Workers workers = queue.work(2, claim -> {
            tries.incrementAndGet();
            switch (claim.id()) {
                case "hopeless" -> throw new IllegalArgumentException("never");
                case "broken" -> throw new AssertionError("never");
                case "busy" -> throw new IllegalStateException("busy");
                default -> {
                    return claim.attempt() < 3 ? fail() : "at last";
                }
            }
        })) {
            queue.submit("hopeless", "x");
            queue.submit("broken", "x");
            queue.submit("busy", "x");
            queue.submit("slow", "x");
            untilFinished(4);
            assertThat(workers.isRunning()).isTrue();
        }
        assertThat(tries).hasValue(1 + 1 + 3 + 3);
        assertThat(queue.item("slow").orElseThrow().outcome()).contains("at last");
        assertThat(queue.item("busy").orElseThrow().failure().orElseThrow().kind())
                .isEqualTo(Failure.Kind.EXHAUSTED);
        assertThat(queue.item("hopeless").orElseThrow().failure().orElseThrow().kind())
                .isEqualTo(Failure.Kind.REPORTED);
    }

    private static String fail() {
        throw new IllegalStateException("not yet");
    }

    @Test
    void closing_interrupts_what_is_being_done_and_gives_it_back_uncounted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Workers workers = queue.work(1, claim -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        queue.submit("a", "x");
        begun.await();
        workers.close();
        assertThat(workers.isRunning()).isFalse();
        assertThat(queue.item("a").orElseThrow())
                .extracting(WorkItem::state, WorkItem::attempts)
                .containsExactly(ItemState.PENDING, 0);
    }

    @Test
    void a_claim_is_renewed_while_the_work_goes_on_and_its_loss_interrupts_the_work() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Queues timed =
                new Queues(storage.namedJournals(), new TestCodec(), event -> {}, InstantSource.system(), nanos::get);
        WorkQueue<String> brief =
                timed.open(QueueDefinition.named("brief", String.class).claimsHold(Duration.ofMillis(300)));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Workers workers = brief.work(1, claim -> {
            begun.countDown();
            if (claim.id().equals("b")) {
                return "done";
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "never";
        })) {
            brief.submit("a", "x");
            begun.await();
            for (int i = 0; i < 5; i++) {
                nanos.addAndGet(Duration.ofMillis(200).toNanos());
                while (brief.quiet().compareTo(Duration.ofMillis(300)) < 0) {
                    Thread.onSpinWait(); // it is not renewed yet
                }
            }
            assertThat(brief.item("a").orElseThrow())
                    .extracting(WorkItem::state, WorkItem::attempts)
                    .containsExactly(ItemState.PROCESSING, 1);
            brief.cancel("a", "not needed");
            interrupted.await();
            brief.submit("b", "x");
            while (brief.counts().completed() < 1) {
                assertThat(workers.isRunning()).isTrue(); // the thread goes on
            }
        }
        timed.close();
    }
}
