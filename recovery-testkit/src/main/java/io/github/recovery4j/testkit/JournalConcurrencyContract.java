package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many appenders on one {@link Journal}: each acknowledged record is there once, all in one order that every replay shows,
 * and nobody waits for ever.
 */
public abstract class JournalConcurrencyContract extends JournalFixture {

    private static final int APPENDERS = 6;
    private static final int RECORDS = 150;

    /** Creates the suite. */
    protected JournalConcurrencyContract() {}

    static List<Sync> policies() {
        return List.of(
                Sync.now(), Sync.within(Duration.ofMillis(1), 10), Sync.within(Duration.ofDays(1), 1), Sync.atClose());
    }

    @ParameterizedTest
    @MethodSource("policies")
    void each_record_of_many_appenders_is_there_once_and_in_order(Sync sync) throws Exception {
        Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
        Together together = new Together();
        IntStream.range(0, APPENDERS)
                .forEach(appender -> together.add(() -> {
                    for (int i = 0; i < RECORDS; i++) {
                        acknowledged.add(append(appender, i, sync));
                    }
                }));
        together.run();
        requireExactly(acknowledged);
    }

    @Test
    void appenders_with_different_wishes_do_not_hold_each_other_up() throws Exception {
        Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
        Together together = new Together();
        IntStream.range(0, policies().size())
                .forEach(appender -> together.add(() -> {
                    for (int i = 0; i < RECORDS; i++) {
                        acknowledged.add(append(appender, i, policies().get(appender)));
                        if (i % 20 == 0) {
                            journal().sync();
                        }
                    }
                }));
        together.run();
        requireExactly(acknowledged);
    }

    @Test
    void interrupted_appenders_append_and_stay_interrupted_and_harm_nobody() throws Exception {
        Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<Thread> victims = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        Together together = new Together();
        together.add(() -> {
            while (!done.get()) {
                victims.forEach(Thread::interrupt);
                TimeUnit.MICROSECONDS.sleep(200); // the pace of the interrupts; nothing waits for it
            }
        });
        together.add(() -> {
            try {
                new Together()
                        .add(() -> appendInterrupted(0, victims, acknowledged))
                        .add(() -> appendInterrupted(1, victims, acknowledged))
                        .add(() -> appendUndisturbed(2, acknowledged))
                        .run();
            } finally {
                done.set(true);
            }
        });
        together.run();
        requireExactly(acknowledged);
    }

    private void appendInterrupted(int appender, Queue<Thread> victims, Queue<Shown> acknowledged) {
        for (int i = 0; i < RECORDS; i++) {
            victims.add(Thread.currentThread());
            Thread.currentThread().interrupt();
            acknowledged.add(append(appender, i, Sync.now()));
            assertThat(Thread.currentThread().isInterrupted())
                    .as("the interrupt is kept")
                    .isTrue();
            victims.remove(Thread.currentThread());
        }
        Thread.interrupted();
    }

    private void appendUndisturbed(int appender, Queue<Shown> acknowledged) {
        for (int i = 0; i < RECORDS; i++) {
            acknowledged.add(append(appender, i, Sync.now()));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void readers_beside_appenders_see_a_beginning_that_only_grows() throws Exception {
        Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean done = new AtomicBoolean();
        new Together()
                .add(() -> {
                    try {
                        for (int i = 0; i < RECORDS; i++) {
                            acknowledged.add(append(0, i, i % 4 == 0 ? Sync.now() : Sync.atClose()));
                        }
                    } finally {
                        done.set(true);
                    }
                })
                .add(2, () -> {
                    List<Shown> before = entries(0);
                    while (!done.get()) {
                        List<Shown> now = entries(0);
                        assertThat(now.size()).isGreaterThanOrEqualTo(before.size());
                        assertThat(now.subList(0, before.size())).isEqualTo(before);
                        before = now;
                    }
                })
                .run();
        requireExactly(acknowledged);
    }

    @Test
    void what_is_released_beside_appenders_and_readers_leaves_a_gapless_end() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        new Together()
                .add(() -> {
                    try {
                        for (int i = 0; i < 3 * RECORDS; i++) {
                            append(0, i, Sync.now());
                        }
                    } finally {
                        done.set(true);
                    }
                })
                .add(() -> {
                    while (!done.get()) {
                        journal().release(journal().end());
                    }
                })
                .add(() -> {
                    while (!done.get()) {
                        requireGapless(entries(0));
                    }
                })
                .run();
        requireGapless(entries(0));
        reopen();
        requireGapless(entries(0));
        append(0, 3 * RECORDS, Sync.now());
        requireGapless(entries(0));
        assertThat(entries(0)).last().satisfies(last -> assertThat(last.text())
                .startsWith("0 %d ".formatted(3 * RECORDS)));
    }

    private static void requireGapless(List<Shown> shown) {
        List<Integer> numbers =
                shown.stream().map(JournalConcurrencyContract::number).toList();
        int first = numbers.isEmpty() ? 0 : numbers.get(0);
        assertThat(numbers)
                .isEqualTo(
                        IntStream.range(first, first + numbers.size()).boxed().toList());
    }

    @Test
    void appenders_beside_a_close_are_durable_or_refused() throws Exception {
        for (int round = 0; round < 10; round++) {
            Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
            Journal journal = journal();
            CountDownLatch running = new CountDownLatch(3);
            long from = journal.end();
            new Together()
                    .add(3, () -> appendUntilClosed(journal, acknowledged, running))
                    .add(2, () -> {
                        running.await();
                        journal.close();
                    })
                    .run();
            reopen();
            assertThat(entries(from)).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    private void appendUntilClosed(Journal journal, Queue<Shown> acknowledged, CountDownLatch running) {
        try {
            for (int i = 0; ; i++) {
                ByteBuffer payload = text("record " + i);
                acknowledged.add(new Shown(journal.append(0, Sync.now(), payload), 0, payload));
                running.countDown();
            }
        } catch (JournalClosedException e) {
            running.countDown();
        }
    }

    @Test
    void hundreds_of_virtual_threads_share_a_few_carriers() throws Exception {
        assumeTrue(VirtualThreads.areThere(), "this JDK has no virtual threads");
        Queue<Shown> acknowledged = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int appender = 0; appender < 200; appender++) {
            int mine = appender;
            threads.add(VirtualThreads.start(() -> {
                for (int i = 0; i < 5; i++) {
                    acknowledged.add(append(mine, i, Sync.now()));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            assertThat(thread.isAlive()).as("%s waits for ever", thread).isFalse();
        }
        requireExactly(acknowledged);
        assertThat(acknowledged).hasSize(1_000);
    }

    private Shown append(int appender, int number, Sync sync) {
        ByteBuffer payload = text("%d %d %s".formatted(appender, number, "x".repeat(number % 7 * 50)));
        long position = journal().append(appender, sync, payload);
        return new Shown(position, appender, payload);
    }

    private static int number(Shown shown) {
        String text = shown.text();
        return Integer.parseInt(text, text.indexOf(' ') + 1, text.lastIndexOf(' '), 10);
    }

    /** In one order, which is each appender's own too; and the same after reopening. */
    private void requireExactly(Queue<Shown> acknowledged) {
        journal().sync();
        List<Shown> all = entries(0);
        assertThat(all).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(all).extracting(Shown::position).isSorted().doesNotHaveDuplicates();
        all.stream().map(Shown::type).distinct().forEach(appender -> assertThat(
                        all.stream().filter(shown -> shown.type() == appender).map(JournalConcurrencyContract::number))
                .isSorted());
        reopen();
        assertThat(entries(0)).isEqualTo(all);
    }
}
