package io.github.recovery4j.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    @TempDir
    Path directory;

    private final List<RecoveryEvent> told = new CopyOnWriteArrayList<>();
    private final List<Orphaned> orphaned = new ArrayList<>();
    private final Dependent[] dependent = {orphaned::add};
    private final CursorDefinition definition =
            CursorDefinition.named("chain").history(5).invalidating(what -> dependent[0].orphaned(what));
    private Storage storage;
    private CursorStores stores;
    private Cursor blocks;

    @BeforeEach
    void open() {
        storage = FileStorage.open(directory.resolve("storage"));
        stores = new CursorStores(storage.namedJournals(), told::add, () -> NOW);
        blocks = stores.open(definition).cursor("blocks");
    }

    @AfterEach
    void close() {
        stores.close();
        storage.close();
    }

    private void reopen() {
        close();
        open();
    }

    private List<String> places() {
        return blocks.history().stream().map(Waypoint::toString).toList();
    }

    private void advance(int from, int to, String branch) {
        for (int i = from; i <= to; i++) {
            blocks.advance(Position.of(i), branch + i);
        }
    }

    private Rewind rewind(int depth, String... anchors) {
        return blocks.rewindTo(depth, at -> Verdict.of(Set.of(anchors).contains(at.anchor())));
    }

    @Test
    void it_is_where_it_was_after_a_restart() {
        assertThat(blocks.at()).isEmpty();
        Waypoint place = blocks.advance(Position.of(7), "a7");
        reopen();
        assertThat(blocks.at()).contains(place);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blocks.advance(Position.of(7), "b7"))
                .withMessageContaining("cannot go on to 7");
    }

    @Test
    void numbers_have_no_sign() {
        Position half = new Position(Long.MIN_VALUE);
        blocks.advance(Position.of(Long.MAX_VALUE), "a");
        blocks.advance(half, "b");
        blocks.advance(Position.MAX, "c");
        reopen();
        assertThat(places())
                .containsExactly("9223372036854775807 (a)", "9223372036854775808 (b)", "18446744073709551615 (c)");
        assertThatIllegalArgumentException().isThrownBy(() -> blocks.advance(half, "d"));
        assertThat(Position.of(Long.MAX_VALUE).next()).isEqualTo(half);
        assertThat(Position.parse("18446744073709551615")).isEqualTo(Position.MAX);
        assertThat(Position.MAX.toBigInteger()).isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(Position.MAX::next);
        assertThatIllegalArgumentException().isThrownBy(() -> Position.of(-1));
    }

    @Test
    void it_goes_back_to_the_newest_place_that_holds_and_tells_who_depends_on_the_others() {
        advance(1, 4, "a");
        Waypoint from = blocks.at().orElseThrow();
        Rewind found = rewind(10, "a1", "a2");
        Waypoint to = blocks.at().orElseThrow();
        Orphaned gone = new Orphaned("chain", "blocks", to.id(), from.id() + 1);
        assertThat(found).isEqualTo(new Rewind.Rewound(from, to, gone));
        assertThat(to.anchor()).isEqualTo("a2");
        assertThat(orphaned).containsExactly(gone);
        assertThat(gone.contains(from)).isTrue();
        assertThat(gone.contains(to)).isFalse();
        assertThat(told).contains(new RecoveryEvent.CursorRewound(NOW, "chain", "blocks", "4 (a4)", "2 (a2)"));
        assertThat(gone.contains(blocks.advance(Position.of(3), "b3"))).isFalse();
        reopen();
        assertThat(places()).containsExactly("1 (a1)", "2 (a2)", "3 (b3)");
        assertThat(orphaned).hasSize(1);
    }

    @Test
    void where_it_still_holds_it_stays() {
        assertThat(rewind(1)).isEqualTo(new Rewind.Stayed(Optional.empty()));
        advance(1, 2, "a");
        assertThat(rewind(1, "a2")).isEqualTo(new Rewind.Stayed(blocks.at()));
        assertThat(orphaned).isEmpty();
    }

    @Test
    void where_nothing_holds_within_the_depth_it_stays_and_says_so() {
        advance(1, 4, "a");
        assertThat(rewind(3, "a1")).isEqualTo(new Rewind.Exhausted(blocks.at().orElseThrow(), 3));
        assertThat(rewind(99)).isEqualTo(new Rewind.Exhausted(blocks.at().orElseThrow(), 4));
        assertThat(places()).hasSize(4);
        assertThat(orphaned).isEmpty();
        assertThat(told).contains(new RecoveryEvent.RewindExhausted(NOW, "chain", "blocks", "4 (a4)", 3));
    }

    @Test
    void a_check_that_cannot_tell_changes_nothing() {
        advance(1, 3, "a");
        Waypoint last = blocks.at().orElseThrow();
        assertThat(blocks.rewindTo(5, at -> at.equals(last) ? Verdict.ORPHANED : Verdict.UNKNOWN))
                .isInstanceOf(Rewind.Undecided.class);
        assertThat(blocks.rewindTo(5, at -> {
                    throw new IOException("node is down");
                }))
                .isEqualTo(new Rewind.Undecided(last, last, "java.io.IOException: node is down"));
        assertThat(places()).hasSize(3);
        assertThat(orphaned).isEmpty();
    }

    @Test
    void cursors_do_not_touch_each_other() {
        Cursor other = stores.open(definition).cursor("logs");
        advance(1, 3, "a");
        other.advance(Position.of(100), "x");
        rewind(5, "a1");
        assertThat(other.at().orElseThrow().anchor()).isEqualTo("x");
        assertThat(orphaned).noneMatch(gone -> gone.contains(other.at().orElseThrow()));
        assertThat(other.advance(Position.of(101), "y").position()).isEqualTo(Position.of(101));
    }

    @Test
    void its_history_has_a_length() {
        advance(1, 9, "a");
        assertThat(places()).containsExactly("5 (a5)", "6 (a6)", "7 (a7)", "8 (a8)", "9 (a9)");
        reopen();
        assertThat(places()).hasSize(5);
    }

    @Test
    void a_dependent_that_failed_is_told_again_before_the_cursor_goes_on() {
        advance(1, 2, "a");
        dependent[0] = what -> {
            throw new IllegalStateException("cannot now");
        };
        assertThatIllegalStateException().isThrownBy(() -> rewind(5, "a1"));
        assertThat(places()).containsExactly("1 (a1)");
        assertThatIllegalStateException().isThrownBy(() -> blocks.advance(Position.of(2), "b2"));
        dependent[0] = orphaned::add;
        blocks.advance(Position.of(2), "b2");
        assertThat(orphaned).hasSize(1);
    }

    @Test
    void a_dependent_that_failed_is_told_again_when_the_store_is_opened() {
        advance(1, 2, "a");
        dependent[0] = what -> {
            throw new IllegalStateException("cannot now");
        };
        assertThatIllegalStateException().isThrownBy(() -> rewind(5, "a1"));
        close();
        assertThatIllegalStateException().isThrownBy(this::open);
        assertThatIllegalStateException().isThrownBy(() -> stores.open(definition));
        dependent[0] = orphaned::add;
        blocks = stores.open(definition).cursor("blocks");
        assertThat(orphaned).hasSize(1);
        assertThat(places()).containsExactly("1 (a1)");
        reopen();
        assertThat(orphaned).hasSize(1);
    }

    @Test
    void a_dependent_may_wait_for_whoever_opens_another_store() {
        advance(1, 2, "a");
        dependent[0] = what -> {
            throw new IllegalStateException("cannot now");
        };
        assertThatIllegalStateException().isThrownBy(() -> rewind(5, "a1"));
        close();
        dependent[0] = what -> CompletableFuture.supplyAsync(() -> stores.open(CursorDefinition.named("other")))
                .thenAccept(other -> orphaned.add(what))
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
        open();
        assertThat(orphaned).hasSize(1);
    }

    @Test
    void it_looks_again_when_it_went_on_while_the_world_was_asked() {
        advance(1, 2, "a");
        boolean[] once = {true};
        Rewind found = blocks.rewindTo(5, at -> {
            if (once[0]) {
                once[0] = false;
                blocks.advance(Position.of(3), "b3");
            }
            return Verdict.of(!at.anchor().equals("a2"));
        });
        assertThat(found).isEqualTo(new Rewind.Stayed(blocks.at()));
        assertThat(blocks.at().orElseThrow().anchor()).isEqualTo("b3");
    }

    @Test
    void a_reset_forgets_where_it_was_and_gives_up_all_that_hangs_on_it() {
        advance(1, 3, "a");
        Waypoint last = blocks.at().orElseThrow();
        blocks.reset();
        assertThat(blocks.at()).isEmpty();
        assertThat(orphaned).hasSize(1).allMatch(gone -> gone.contains(last));
        assertThat(blocks.advance(Position.of(1), "b1").id()).isGreaterThan(last.id());
    }
}
