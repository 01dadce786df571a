package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything a {@link Journal} must keep while nothing fails, for the author of one:
 *
 * <pre>{@code
 * class MyJournalTest extends JournalContract {
 *
 *     @TempDir
 *     Path directory;
 *
 *     @Override
 *     protected Journal open() {
 *         return MyJournal.open(directory);
 *     }
 * }
 * }</pre>
 *
 * <p>Whether it keeps that when something fails is shown by {@link io.github.recovery4j.testkit.sweep.JournalSweep}, if it
 * is on a {@link io.github.recovery4j.disk.Disk}.
 */
public abstract class JournalContract extends JournalFixture {

    private static final long LARGE = 100_000;

    /** Creates the suite. */
    protected JournalContract() {}

    /** Many appenders at once. */
    @Nested
    class Concurrency extends JournalConcurrencyContract {

        /** Creates the suite. */
        Concurrency() {}

        @Override
        protected Journal open() {
            return JournalContract.this.open();
        }
    }

    static List<Sync> policies() {
        return List.of(
                Sync.now(), Sync.within(Duration.ofMillis(5), 3), Sync.within(Duration.ofDays(1), 1), Sync.atClose());
    }

    // what is appended

    @ParameterizedTest
    @MethodSource("policies")
    void records_are_shown_in_the_order_of_their_appending(Sync sync) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            append("record " + i, sync);
            expected.add("record " + i);
        }
        journal().sync();
        assertThat(texts()).isEqualTo(expected);
        reopen();
        assertThat(texts()).isEqualTo(expected);
    }

    @Test
    void a_new_journal_is_empty() {
        assertThat(entries(0)).isEmpty();
        reopen();
        assertThat(entries(0)).isEmpty();
    }

    @Test
    void every_byte_every_length_and_every_type_is_kept() {
        List<Shown> expected = new ArrayList<>();
        for (int length : List.of(0, 1, 7, 8, 9, 31, 32, 33, 4063, 4064, 4065, 100_000)) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 31 + (i >>> 8));
            }
            int type = length == 9 ? Integer.MAX_VALUE : length;
            long position = journal().append(type, Sync.now(), ByteBuffer.wrap(bytes));
            expected.add(new Shown(position, type, ByteBuffer.wrap(bytes)));
        }
        assertThat(entries(0)).isEqualTo(expected);
        reopen();
        assertThat(entries(0)).isEqualTo(expected);
    }

    @Test
    void the_parts_of_a_payload_are_put_together_and_are_not_touched() {
        ByteBuffer whole = text("0123456789");
        ByteBuffer middle = text("abcdef").position(2).limit(4);
        journal().append(0, Sync.now(), whole, ByteBuffer.allocate(0), middle, ByteBuffer.allocateDirect(3));
        journal().append(0, Sync.now());
        assertThat(texts()).containsExactly("0123456789cd\0\0\0", "");
        assertThat(whole.position()).isZero();
        assertThat(middle.position()).isEqualTo(2);
        assertThat(middle.limit()).isEqualTo(4);
    }

    @Test
    void what_is_shown_is_read_only_and_no_alias_of_what_was_appended() {
        byte[] payload = {1, 2, 3};
        journal().append(0, Sync.now(), ByteBuffer.wrap(payload));
        Arrays.fill(payload, (byte) 9);
        journal().replay(0, entry -> {
            assertThat(entry.payload().isReadOnly()).isTrue();
            Arrays.fill(entry.bytes(), (byte) 8);
            entry.payload().position(3);
        });
        assertThat(entries(0)).extracting(Shown::payload).containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void what_cannot_be_appended_is_refused_before_anything_changes() {
        long first = append("first", Sync.now());
        long end = journal().end();
        refused(() -> journal().append(-1, Sync.now(), text("negative type")));
        refused(() -> journal().append(Integer.MIN_VALUE, Sync.atClose()));
        assertThat(journal().end()).isEqualTo(end);
        assertThat(append("second", Sync.now())).isGreaterThan(first);
        assertThat(texts()).containsExactly("first", "second");
    }

    private static void refused(ThrowingCallable append) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(append);
    }

    // positions

    @Test
    void positions_grow_and_stay_what_they_are() {
        List<Long> positions = new ArrayList<>();
        for (int life = 0; life < 4; life++) {
            for (int i = 0; i < 20; i++) {
                long end = journal().end();
                positions.add(append("x".repeat(i * 50), i % 3 == 0 ? Sync.now() : Sync.atClose()));
                assertThat(positions.get(positions.size() - 1)).isGreaterThanOrEqualTo(end);
            }
            journal().sync();
            assertThat(positions).isSorted().doesNotHaveDuplicates();
            assertThat(entries(0)).extracting(Shown::position).isEqualTo(positions);
            assertThat(journal().end()).isGreaterThan(positions.get(positions.size() - 1));
            reopen();
            assertThat(entries(0)).extracting(Shown::position).isEqualTo(positions);
        }
    }

    @Test
    void the_end_is_not_lower_after_reopening() {
        append("record", Sync.now());
        long end = journal().end();
        reopen();
        assertThat(journal().end()).isGreaterThanOrEqualTo(end);
    }

    @Test
    void a_replay_begins_at_a_position_whether_a_record_is_there_or_not() {
        for (int i = 0; i < 50; i++) {
            append("record %d %s".formatted(i, "x".repeat(i * 20)), Sync.now());
        }
        List<Shown> all = entries(0);
        for (int i = 0; i < all.size(); i++) {
            long position = all.get(i).position();
            assertThat(entries(position)).isEqualTo(all.subList(i, all.size()));
            assertThat(entries(position + 1)).isEqualTo(all.subList(i + 1, all.size()));
        }
        assertThat(entries(-1)).isEqualTo(all);
        assertThat(entries(journal().end())).isEmpty();
        assertThat(entries(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void what_a_reader_throws_ends_the_replay_and_nothing_else() {
        append("first", Sync.now());
        append("second", Sync.now());
        List<String> seen = new ArrayList<>();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> journal().replay(0, entry -> {
                    seen.add(entry.payload().remaining() + " bytes");
                    throw new UnsupportedOperationException();
                }));
        assertThat(seen).containsExactly("5 bytes");
        append("third", Sync.now());
        assertThat(texts()).containsExactly("first", "second", "third");
    }

    @Test
    void a_reader_may_append_look_and_release() {
        append("first", Sync.now());
        journal().replay(0, entry -> {
            append("appended by the reader", Sync.now());
            assertThat(texts()).hasSize(2);
            journal().release(entry.position());
        });
        assertThat(texts()).containsExactly("first", "appended by the reader");
    }

    // durability, as far as it shows

    @Test
    void a_record_that_need_not_be_durable_at_once_is_so_in_time() {
        append("later", Sync.within(Duration.ofMillis(1), 1_000));
        awaitShown("later");
        append("later again", Sync.within(Duration.ofMillis(1), 1_000));
        awaitShown("later again");
    }

    @Test
    void a_record_that_need_not_be_durable_at_once_is_so_with_the_next_one_that_must() {
        append("later", Sync.atClose());
        append("now", Sync.now());
        assertThat(texts()).containsExactly("later", "now");
    }

    @Test
    void no_more_records_than_allowed_wait_for_a_sync() {
        for (int i = 0; i < 10; i++) {
            append("record " + i, Sync.within(Duration.ofDays(1), 4));
        }
        assertThat(texts()).hasSizeGreaterThanOrEqualTo(5);
    }

    private void awaitShown(String text) {
        long end = System.nanoTime() + PATIENCE.toNanos() / 2;
        while (!texts().contains(text)) {
            assertThat(System.nanoTime())
                    .as("'%s' must be durable in time", text)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void a_sync_without_records_does_nothing() {
        journal().sync();
        append("record", Sync.now());
        journal().sync();
        assertThat(texts()).containsExactly("record");
    }

    // release

    @Test
    void a_gapless_end_remains_of_what_was_released() {
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            positions.add(append("record %d %s".formatted(i, "x".repeat(400)), Sync.now()));
            journal().release(positions.get(i * 2 / 3));
            List<Long> shown = entries(0).stream().map(Shown::position).toList();
            assertThat(shown.size()).isGreaterThanOrEqualTo(i + 1 - i * 2 / 3);
            assertThat(shown).isEqualTo(positions.subList(positions.size() - shown.size(), positions.size()));
        }
        List<Shown> before = entries(positions.get(133));
        reopen();
        assertThat(entries(positions.get(133))).isEqualTo(before).hasSize(67);
        assertThat(append("next", Sync.now())).isGreaterThan(positions.get(199));
    }

    @Test
    void a_release_lets_go_of_what_is_there_alone() {
        append("before", Sync.now());
        journal().release(Long.MAX_VALUE);
        append("after", Sync.now());
        assertThat(texts()).endsWith("after");
        journal().release(-1);
        reopen();
        assertThat(texts()).endsWith("after");
    }

    // closing

    @Test
    void everything_is_durable_when_it_is_closed() {
        IntStream.range(0, 100).forEach(i -> append("record " + i, Sync.atClose()));
        reopen();
        assertThat(texts()).hasSize(100);
        append("after", Sync.now());
        reopen();
        assertThat(texts()).hasSize(101).endsWith("after");
    }

    @Test
    void every_call_after_closing_says_that_the_journal_is_closed() {
        append("record", Sync.now());
        Journal journal = journal();
        journal.close();
        closed(() -> journal.append(0, Sync.now(), text("late")));
        closed(() -> journal.append(0, Sync.atClose(), text("late")));
        closed(() -> journal.append(0, Sync.within(Duration.ofDays(1), 1), text("late")));
        closed(journal::sync);
        closed(() -> journal.replay(0, entry -> {}));
        closed(journal::end);
        closed(() -> journal.release(0));
    }

    private static void closed(ThrowingCallable call) {
        assertThatExceptionOfType(JournalClosedException.class).isThrownBy(call);
    }

    @Test
    void closing_twice_does_nothing_more() {
        Journal before = journal();
        append("record", Sync.now());
        reopen();
        before.close();
        append("another", Sync.now());
        reopen();
        before.close();
        assertThat(texts()).containsExactly("record", "another");
    }

    // size

    @Test
    void a_large_record_does_not_harm_those_beside_it() {
        append("small", Sync.now());
        append("x".repeat((int) LARGE), Sync.atClose());
        append("small too", Sync.now());
        assertThat(texts()).extracting(String::length).containsExactly(5, (int) LARGE, 9);
        reopen();
        assertThat(texts()).extracting(String::length).containsExactly(5, (int) LARGE, 9);
    }

    // interrupts

    @Test
    void an_interrupted_thread_does_everything_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        try {
            append("now", Sync.now());
            append("later", Sync.atClose());
            journal().sync();
            long large = append("large " + "x".repeat(30_000), Sync.now());
            assertThat(texts()).hasSize(3);
            journal().release(large);
            reopen();
            assertThat(texts()).last().asString().startsWith("large");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
