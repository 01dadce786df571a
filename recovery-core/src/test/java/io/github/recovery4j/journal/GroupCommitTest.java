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
    void what_nobody_waits_for_stays_where_it_is_until_there_is_room() throws Exception {
        append(10);
        CompletableFuture<Long> withdrawn = appending();
        Write write = nextWrite();
        assertThat(append(10)).isEqualTo(2 * RECORD);
        CompletableFuture<Long> withdrawnToo = appending();
        write.fail(NO_ROOM);
        requireFailure(withdrawn, JournalException.class);
        requireFailure(withdrawnToo, JournalException.class);
        assertThat(commit.end()).isEqualTo(3 * RECORD);
        CompletableFuture<Long> next = appending();
        Write again = nextWrite();
        assertThat(positions(again)).containsExactly(0L, 2L * RECORD, 3L * RECORD);
        again.succeed();
        assertThat(next.get()).isEqualTo(3 * RECORD);
        assertThat(commit.durable()).isEqualTo(4 * RECORD);
    }

    @Test
    void what_is_withdrawn_time_and_again_takes_no_place_behind_what_nobody_waits_for() throws Exception {
        append(10);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Long> withdrawn = appending();
            nextWrite().fail(NO_ROOM);
            requireFailure(withdrawn, JournalException.class);
            assertThat(commit.end()).isEqualTo(RECORD);
        }
    }

    @Test
    void a_sync_fails_if_there_is_no_room_for_what_nobody_waits_for() throws Exception {
        append(10);
        CompletableFuture<Long> sync = syncing();
        nextWrite().fail(NO_ROOM);
        requireFailure(sync, JournalException.class);
        CompletableFuture<Long> later = syncing();
        nextWrite().succeed();
        assertThat(later.get()).isZero();
        assertThat(commit.durable()).isEqualTo(RECORD);
    }

    @Test
    void a_full_group_for_which_there_is_no_room_takes_no_more_records() throws Exception {
        CompletableFuture<Long> large = waiting(() -> commit.append(0, 1, 9_990, ByteBuffer.allocate(9_990)));
        assertThat(large.get()).isZero();
        CompletableFuture<Long> next = appending();
        nextWrite().fail(NO_ROOM);
        requireFailure(next, JournalException.class);
    }

    @Test
    void closing_tells_that_there_was_no_room_for_what_nobody_waits_for() throws Exception {
        append(10);
        CompletableFuture<Long> closing = waiting(() -> {
            commit.close();
            return 0L;
        });
        nextWrite().fail(NO_ROOM);
        requireFailure(closing, JournalPoisonedException.class);
    }

    private static List<Long> positions(Write write) {
        List<Long> positions = new ArrayList<>();
        ByteBuffer all = joined(write.group().encoded(0));
        for (int at = 0;
                at < all.limit();
                at += (int) RecordHeader.read(all, at).size()) {
            RecordHeader header = RecordHeader.read(all, at);
            if (!header.internal()) {
                positions.add(header.position());
            }
        }
        return positions;
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces) {
        ByteBuffer all = ByteBuffer.allocate(
                pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(all::put);
        return all.flip();
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
