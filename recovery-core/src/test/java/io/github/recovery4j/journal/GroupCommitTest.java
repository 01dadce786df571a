package io.github.recovery4j.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each write waits until the test lets it go, so that others can come meanwhile. */
@Timeout(20)
class GroupCommitTest {

    private static final int RECORD = 40;
    private static final NothingWrittenException NO_ROOM = new NothingWrittenException(new IOException("full"));

    private final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();
    private final GroupCommit commit = new GroupCommit("the journal", this::write, 0, 10_000, false);
    private final List<Thread> threads = new ArrayList<>();

    /** A group that is being written, by a thread that waits for what is to come of it. */
    private record Write(Group group, CompletableFuture<@Nullable Throwable> end) {

        void succeed() {
            end.complete(null);
        }

        void fail(Throwable failure) {
            end.complete(failure);
        }
    }

    private void write(Group group) throws IOException {
        Write write = new Write(group, new CompletableFuture<>());
        writes.add(write);
        Throwable failure = write.end().join();
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private Write nextWrite() throws InterruptedException {
        Write write = writes.poll(10, TimeUnit.SECONDS);
        assertThat(write).as("somebody must lead").isNotNull();
        return Objects.requireNonNull(write);
    }

    private long append(int mayWait) {
        return commit.append(0, mayWait, 8, ByteBuffer.allocate(8));
    }

    /** Starts it on a thread of its own, which does not go on before it waits. */
    private CompletableFuture<Long> waiting(Supplier<Long> call) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return result;
    }

    private CompletableFuture<Long> appending() {
        return waiting(() -> append(0));
    }

    private CompletableFuture<Long> syncing() {
        return waiting(() -> {
            commit.sync();
            return 0L;
        });
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as("%s waits for ever", thread).isFalse();
        }
    }

    private static void requireFailure(CompletableFuture<Long> call, Class<? extends Throwable> type) {
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(type);
    }

    @Test
    void one_write_serves_all_who_came_during_the_one_before() throws Exception {
        CompletableFuture<Long> first = appending();
        Write alone = nextWrite();
        List<CompletableFuture<Long>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(appending());
        }
        assertThat(alone.group().size()).isEqualTo(RECORD);
        alone.succeed();
        assertThat(first.get()).isZero();
        Write together = nextWrite();
        assertThat(together.group().size()).isEqualTo(20 * RECORD);
        assertThat(others).noneMatch(CompletableFuture::isDone);
        together.succeed();
        for (int i = 0; i < 20; i++) {
            assertThat(others.get(i).get()).isEqualTo((i + 1) * RECORD);
        }
        assertThat(writes).isEmpty();
        assertThat(commit.durable()).isEqualTo(21 * RECORD);
    }

    @Test
    void a_failed_write_fails_all_who_wait_and_nothing_more_is_written() throws Exception {
        CompletableFuture<Long> first = appending();
        Write write = nextWrite();
        List<CompletableFuture<Long>> others = List.of(appending(), syncing(), appending());
        write.fail(new IOException("broken"));
        requireFailure(first, JournalPoisonedException.class);
        for (CompletableFuture<Long> other : others) {
            requireFailure(other, JournalPoisonedException.class);
        }
        assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(() -> append(0));
        assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(commit::sync);
        assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(commit::close);
        assertThat(writes).isEmpty();
        assertThat(commit.durable()).isZero();
    }

    @Test
    void an_error_of_the_machine_reaches_all_who_wait() throws Exception {
        CompletableFuture<Long> first = appending();
        Write write = nextWrite();
        CompletableFuture<Long> other = appending();
        write.fail(new OutOfMemoryError("none left"));
        requireFailure(first, JournalPoisonedException.class);
        requireFailure(other, JournalPoisonedException.class);
    }

    @Test
    void a_withdrawn_group_takes_with_it_the_one_behind_and_its_positions_are_given_away_again() throws Exception {
        CompletableFuture<Long> first = appending();
        Write write = nextWrite();
        CompletableFuture<Long> other = appending();
        write.fail(NO_ROOM);
        requireFailure(first, JournalException.class);
        requireFailure(other, JournalException.class);
        assertThat(commit.end()).isZero();
        CompletableFuture<Long> next = appending();
        nextWrite().succeed();
        assertThat(next.get()).isZero();
    }

    @Test
    void a_sync_beside_a_withdrawn_append_does_not_fail() throws Exception {
        CompletableFuture<Long> withdrawn = appending();
        Write write = nextWrite();
        CompletableFuture<Long> sync = syncing();
        write.fail(NO_ROOM);
        requireFailure(withdrawn, JournalException.class);
        assertThat(sync.get()).isZero();
    }

    @Test
    void nothing_is_withdrawn_that_somebody_counts_on() throws Exception {
        append(10);
        CompletableFuture<Long> waiting = appending();
        nextWrite().fail(NO_ROOM);
        requireFailure(waiting, JournalPoisonedException.class);
    }

    @Test
    void who_waits_for_one_record_is_served_by_the_write_that_has_it() throws Exception {
        long deferred = append(10);
        CompletableFuture<Long> waiting = waiting(() -> {
            commit.sync(deferred);
            return deferred;
        });
        Write write = nextWrite();
        append(10);
        CompletableFuture<Long> late = waiting(() -> {
            commit.sync(deferred);
            return deferred;
        });
        write.succeed();
        assertThat(waiting.get()).isEqualTo(deferred);
        assertThat(late.get()).isEqualTo(deferred);
        assertThat(writes).as("nobody waits for the second record").isEmpty();
    }

    @Test
    void an_interrupt_wakes_nobody_too_early_and_is_kept() throws Exception {
        CompletableFuture<Long> first = appending();
        Write write = nextWrite();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        CompletableFuture<Long> other = waiting(() -> {
            long position = append(0);
            kept.complete(Thread.currentThread().isInterrupted());
            return position;
        });
        threads.get(1).interrupt();
        write.succeed();
        Write next = nextWrite();
        assertThat(other).isNotDone();
        next.succeed();
        assertThat(other.get()).isEqualTo(RECORD);
        assertThat(kept.get()).isTrue();
        assertThat(first.get()).isZero();
    }

    @Test
    void a_full_group_is_written_before_the_next_record_joins_one() throws Exception {
        CompletableFuture<Long> large = waiting(() -> commit.append(0, 1, 9_990, ByteBuffer.allocate(9_990)));
        assertThat(large.get()).isZero();
        CompletableFuture<Long> next = appending();
        Write full = nextWrite();
        assertThat(full.group().end()).isEqualTo(RecordHeader.size(9_990));
        full.succeed();
        nextWrite().succeed();
        assertThat(next.get()).isEqualTo(RecordHeader.size(9_990));
    }

    @Test
    void closing_waits_for_what_was_appended_and_takes_nothing_more() throws Exception {
        append(10);
        CompletableFuture<Long> closing = waiting(() -> {
            commit.close();
            return 0L;
        });
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(() -> append(0));
        assertThat(closing).isNotDone();
        nextWrite().succeed();
        assertThat(closing.get()).isZero();
        assertThat(commit.durable()).isEqualTo(RECORD);
    }
}
