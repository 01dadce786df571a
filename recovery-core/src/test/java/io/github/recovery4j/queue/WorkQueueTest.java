package io.github.recovery4j.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.CursorStores;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Verdict;
import io.github.recovery4j.cursor.Waypoint;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.storage.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkQueueTest {

    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    private static final QueueDefinition<String> TASKS = QueueDefinition.named("tasks", String.class)
            .claimsHold(Duration.ofSeconds(60))
            .retry(RetryPolicy.attempts(3).pauses(Duration.ofSeconds(10), Duration.ofSeconds(10)))
            .keepFinished(Duration.ofDays(1), 4);

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong();
    private final List<RecoveryEvent> told = new CopyOnWriteArrayList<>();
    private Storage storage;
    private Queues queues;
    private WorkQueue<String> queue;

    @BeforeEach
    void open() {
        storage = FileStorage.open(directory.resolve("storage"));
        queues = new Queues(storage.namedJournals(), new TestCodec(), told::add, now::get, nanos::get);
        queue = queues.open(TASKS);
    }

    @AfterEach
    void close() {
        queues.close();
        storage.close();
    }

    private void reopen() {
        close();
        open();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    private Claim<String> claimed() {
        return queue.claim().orElseThrow();
    }

    private ItemState state(String id) {
        return queue.item(id).orElseThrow().state();
    }

    private Failure.Kind failure(String id) {
        return queue.item(id).orElseThrow().failure().orElseThrow().kind();
    }

    @Test
    void what_was_submitted_is_handed_out_in_order_after_a_restart() {
        assertThat(queue.submit("a", "1")).isEqualTo(Submission.ACCEPTED);
        queue.submit("b", "2", Terms.NORMAL.priority(1));
        queue.submit("c", "3");
        reopen();
        assertThat(queue.claim(10)).extracting(Claim::id).containsExactly("b", "a", "c");
        assertThat(queue.claim()).isEmpty();
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 3, 0, 0));
    }

    @Test
    void an_id_is_accepted_once_wherever_its_work_stands() {
        queue.submit("a", "1");
        assertThat(queue.submit("a", "2")).isEqualTo(Submission.KNOWN);
        Claim<String> claim = claimed();
        assertThat(claim.payload()).isEqualTo("1");
        assertThat(queue.submit("a", "2")).isEqualTo(Submission.KNOWN);
        queue.complete(claim, "done");
        reopen();
        assertThat(queue.submit("a", "2")).isEqualTo(Submission.KNOWN);
        assertThat(queue.claim()).isEmpty();
    }

    @Test
    void a_completion_that_is_repeated_gets_the_stored_outcome_also_after_a_restart() {
        queue.submit("a", "1");
        Claim<String> claim = claimed();
        assertThat(queue.complete(claim, "first")).isEqualTo("first");
        assertThat(queue.complete(claim, "second")).isEqualTo("first");
        reopen();
        assertThat(queue.complete(claim, "third")).isEqualTo("first");
        assertThat(queue.item("a").orElseThrow().outcome()).contains("first");
    }

    @Test
    void illegal_moves_are_refused_and_change_nothing() {
        queue.submit("a", "1");
        queue.submit("b", "1");
        Claim<String> done = claimed();
        Claim<String> failed = claimed();
        queue.complete(done, "done");
        queue.fail(failed, "no such account");
        queue.fail(failed, "again");
        assertThatExceptionOfType(IllegalMoveException.class)
                .isThrownBy(() -> queue.fail(done, "late"))
                .withMessageContaining("'a' in queue 'tasks' is COMPLETED, and cannot become FAILED");
        assertThatExceptionOfType(IllegalMoveException.class).isThrownBy(() -> queue.complete(failed, "late"));
        assertThatExceptionOfType(IllegalMoveException.class).isThrownBy(() -> queue.retry(done, "late"));
        assertThatExceptionOfType(IllegalMoveException.class).isThrownBy(() -> queue.release(failed));
        assertThatExceptionOfType(IllegalMoveException.class).isThrownBy(() -> queue.renew(failed));
        assertThatExceptionOfType(IllegalMoveException.class).isThrownBy(() -> queue.cancel("a", "late"));
        assertThat(queue.cancel("b", "late")).isFalse();
        assertThat(queue.cancel("none", "late")).isFalse();
        reopen();
        assertThat(state("a")).isEqualTo(ItemState.COMPLETED);
        assertThat(queue.item("b").orElseThrow().failure())
                .contains(new Failure(Failure.Kind.REPORTED, "no such account"));
    }

    @Test
    void a_claim_is_over_at_the_end_of_its_time_and_a_late_completion_is_refused() {
        queue.submit("a", "1");
        Claim<String> first = claimed();
        pass(Duration.ofSeconds(59));
        queue.renew(first);
        pass(Duration.ofSeconds(59));
        assertThat(queue.claim()).isEmpty();
        pass(Duration.ofSeconds(1));
        Claim<String> second = claimed();
        assertThat(second.attempt()).isEqualTo(2);
        assertThatExceptionOfType(ClaimLostException.class)
                .isThrownBy(() -> queue.complete(first, "late"))
                .withMessageContaining("is lost, it is PROCESSING");
        assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> queue.renew(first));
        queue.complete(second, "in time");
        assertThat(queue.item("a").orElseThrow().outcome()).contains("in time");
    }

    @Test
    void a_wall_clock_that_is_set_forth_ends_no_claim() {
        queue.submit("a", "1");
        Claim<String> claim = claimed();
        now.updateAndGet(before -> before.plus(Duration.ofDays(100)));
        assertThat(queue.complete(claim, "done")).isEqualTo("done");
    }

    @Test
    void work_whose_deadline_is_at_this_very_moment_is_not_handed_out() {
        queue.submit("a", "1", Terms.NORMAL.deadline(START.plusSeconds(1)));
        queue.submit("b", "1", Terms.NORMAL.deadline(START.plusSeconds(1).plusNanos(1)));
        pass(Duration.ofSeconds(1));
        assertThat(queue.claim(2)).extracting(Claim::id).containsExactly("b");
        assertThat(failure("a")).isEqualTo(Failure.Kind.EXPIRED);
        assertThat(told)
                .anyMatch(event ->
                        event instanceof RecoveryEvent.WorkFailed it && it.id().equals("a"));
    }

    @Test
    void work_that_was_begun_in_time_may_end_after_its_deadline() {
        queue.submit("a", "1", Terms.NORMAL.deadline(START.plusSeconds(1)));
        Claim<String> claim = claimed();
        pass(Duration.ofSeconds(2));
        assertThat(queue.complete(claim, "done")).isEqualTo("done");
    }

    @Test
    void what_was_in_flight_in_a_crash_waits_again_until_its_attempts_are_used_up() {
        queue.submit("a", "poison");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(claimed().attempt()).isEqualTo(attempt);
            reopen();
        }
        assertThat(queue.claim()).isEmpty();
        assertThat(failure("a")).isEqualTo(Failure.Kind.EXHAUSTED);
        assertThat(told).contains(new RecoveryEvent.QueueOpened(START, "", "tasks", 1, 1, 0));
    }

    @Test
    void what_happened_to_work_while_no_process_ran_is_told_once_the_queue_is_open() {
        queue.submit("late", "1", Terms.NORMAL.deadline(START.plusSeconds(1)));
        queue.submit("poison", "2", Terms.NORMAL.priority(1));
        claimed();
        reopen();
        claimed();
        reopen();
        claimed();
        close();
        pass(Duration.ofSeconds(2));
        storage = FileStorage.open(directory.resolve("storage"));
        queues = new Queues(storage.namedJournals(), new TestCodec(), this::tellWhoOpensItToo, now::get, nanos::get);
        queues.open(TASKS);
        assertThat(told)
                .filteredOn(RecoveryEvent.WorkFailed.class::isInstance)
                .map(RecoveryEvent.WorkFailed.class::cast)
                .extracting(RecoveryEvent.WorkFailed::id)
                .containsExactlyInAnyOrder("late", "poison");
        assertThat(told).endsWith(new RecoveryEvent.QueueOpened(now.get(), "", "tasks", 0, 1, 0));
    }

    /** A listener may wait for whoever opens the same queue, which is not blocked by that. */
    private void tellWhoOpensItToo(RecoveryEvent event) {
        told.add(event);
        assertThat(CompletableFuture.supplyAsync(() -> queues.open(TASKS))
                        .orTimeout(1, TimeUnit.MINUTES)
                        .join()
                        .claim())
                .isEmpty();
    }

    @Test
    void a_failed_attempt_rests_and_the_last_one_is_the_end() {
        queue.submit("a", "1");
        for (int attempt = 1; attempt < 3; attempt++) {
            assertThat(queue.retry(claimed(), "busy")).isTrue();
            assertThat(queue.claim()).isEmpty();
            pass(Duration.ofSeconds(20));
        }
        Claim<String> last = claimed();
        assertThat(queue.retry(last, "still busy")).isFalse();
        assertThat(failure("a")).isEqualTo(Failure.Kind.EXHAUSTED);
    }

    @Test
    void what_is_given_back_untried_does_not_count() {
        queue.submit("a", "1");
        for (int i = 0; i < 5; i++) {
            queue.release(claimed());
        }
        assertThat(claimed().attempt()).isEqualTo(1);
    }

    @Test
    void who_has_room_for_some_gets_some_and_the_rest_waits() {
        IntStream.range(0, 10).forEach(i -> queue.submit("task " + i, "x"));
        List<Claim<String>> room = new CopyOnWriteArrayList<>();
        int taken = queue.handOver(8, claim -> room.size() < 3 && room.add(claim));
        assertThat(taken).isEqualTo(3);
        assertThat(queue.counts()).isEqualTo(new QueueCounts(7, 3, 0, 0));
        assertThat(claimed()).extracting(Claim::id, Claim::attempt).containsExactly("task 3", 1);
    }

    @Test
    void a_taker_that_throws_has_taken_what_it_took_before() {
        queue.submit("a", "1");
        queue.submit("b", "1");
        assertThatIllegalStateException()
                .isThrownBy(() -> queue.handOver(2, claim -> {
                    if (claim.id().equals("b")) {
                        throw new IllegalStateException("full");
                    }
                    return true;
                }));
        assertThat(state("a")).isEqualTo(ItemState.PROCESSING);
        assertThat(state("b")).isEqualTo(ItemState.PENDING);
    }

    @Test
    void finished_work_is_forgotten_by_number_and_by_age() {
        for (int i = 0; i < 5; i++) {
            queue.submit("task " + i, "x");
            queue.complete(claimed(), "done");
        }
        assertThat(queue.items(ItemState.COMPLETED))
                .extracting(WorkItem::id)
                .containsExactly("task 1", "task 2", "task 3", "task 4");
        pass(Duration.ofDays(1));
        queue.submit("new", "x");
        assertThat(queue.counts()).isEqualTo(new QueueCounts(1, 0, 0, 0));
        assertThat(queue.submit("task 4", "again")).isEqualTo(Submission.ACCEPTED);
    }

    @Test
    void a_cancelled_piece_of_work_is_taken_from_who_works_on_it() {
        queue.submit("a", "1");
        Claim<String> claim = claimed();
        assertThat(queue.cancel("a", "not needed")).isTrue();
        assertThatExceptionOfType(ClaimLostException.class)
                .isThrownBy(() -> queue.complete(claim, "late"))
                .withMessageContaining("CANCELLED: not needed");
    }

    @Test
    void what_cannot_be_read_keeps_nothing_else_waiting_and_is_kept() {
        queue.submit("a", "text");
        close();
        storage = FileStorage.open(directory.resolve("storage"));
        queues = new Queues(storage.namedJournals(), new TestCodec(), told::add, now::get, nanos::get);
        WorkQueue<Integer> numbers = queues.open(QueueDefinition.named("tasks", Integer.class));
        numbers.submit("b", 7);
        assertThat(numbers.claim(2)).extracting(Claim::id).containsExactly("b");
        assertThat(numbers.unreadable()).extracting(UnreadableItem::id).containsExactly("a");
        reopen();
        assertThat(queue.claim(2)).extracting(Claim::id).containsExactly("a");
    }

    @Test
    void a_snapshot_keeps_what_waits_what_is_done_and_what_is_orphaned() {
        Waypoint place = new Waypoint("chain", "blocks", 5, Position.MAX, "0xab", START);
        queue.submit("hanging", "x", Terms.NORMAL.at(place));
        queue.submit("late", "x", Terms.NORMAL.deadline(START.plusSeconds(1)));
        queue.orphaned(new Orphaned("chain", "blocks", 4, 6));
        for (int i = 0; i < 50; i++) {
            queue.submit("task " + i, "x".repeat(10_000), Terms.NORMAL.priority(i));
        }
        queue.complete(claimed(), "done");
        List<WorkItem<String>> before = queue.items(ItemState.PENDING);
        close();
        assertThat(directory.resolve("storage/ledgers.d/queue.tasks/snapshots"))
                .isDirectoryContaining(file -> file.toString().endsWith(".segment"));
        open();
        assertThat(queue.items(ItemState.PENDING)).isEqualTo(before);
        assertThat(queue.item("task 49").orElseThrow().outcome()).contains("done");
        assertThat(failure("hanging")).isEqualTo(Failure.Kind.ORPHANED);
        assertThat(queue.item("hanging").orElseThrow().terms().origin()).contains(place);
        assertThat(queue.submit("more", "x", Terms.NORMAL.at(place))).isEqualTo(Submission.ORPHANED);
        pass(Duration.ofSeconds(1));
        assertThat(queue.counts().failed()).isEqualTo(2);
    }

    @Test
    void what_hangs_on_an_orphaned_place_is_given_up_and_its_id_is_free_again() {
        CursorStores stores = new CursorStores(storage.namedJournals(), told::add, now::get);
        Cursor blocks =
                stores.open(CursorDefinition.named("chain").invalidating(queue)).cursor("blocks");
        Waypoint good = blocks.advance(Position.of(1), "a");
        Waypoint bad = blocks.advance(Position.of(2), "b");
        queue.submit("done", "x", Terms.NORMAL.at(bad));
        queue.complete(claimed(), "paid");
        queue.submit("failed", "x", Terms.NORMAL.at(bad));
        queue.fail(claimed(), "no such account");
        queue.submit("begun", "x", Terms.NORMAL.at(bad));
        Claim<String> begun = claimed();
        queue.submit("waits", "x", Terms.NORMAL.at(bad));
        queue.submit("stays", "x", Terms.NORMAL.at(good));
        blocks.rewindTo(10, at -> Verdict.of(at.anchor().equals("a")));
        assertThat(failure("begun")).isEqualTo(Failure.Kind.ORPHANED);
        assertThat(failure("waits")).isEqualTo(Failure.Kind.ORPHANED);
        assertThat(state("stays")).isEqualTo(ItemState.PENDING);
        assertThat(queue.item("done").orElseThrow())
                .extracting(WorkItem::state, WorkItem::orphaned)
                .containsExactly(ItemState.COMPLETED, true);
        assertThatExceptionOfType(ClaimLostException.class).isThrownBy(() -> queue.complete(begun, "late"));
        assertThat(told).contains(new RecoveryEvent.WorkOrphaned(START, "", "tasks", "blocks", 2, 1));
        assertThat(queue.submit("waits", "y", Terms.NORMAL.at(bad))).isEqualTo(Submission.ORPHANED);
        Waypoint better = blocks.advance(Position.of(2), "c");
        assertThat(queue.submit("waits", "y", Terms.NORMAL.at(better))).isEqualTo(Submission.ACCEPTED);
        assertThat(queue.submit("failed", "y", Terms.NORMAL.at(better))).isEqualTo(Submission.ACCEPTED);
        assertThat(queue.submit("done", "y", Terms.NORMAL.at(better))).isEqualTo(Submission.KNOWN);
        stores.close();
    }

    @Test
    void queues_and_tenants_share_nothing_and_a_queue_has_one_definition() {
        queue.submit("a", "1");
        assertThat(queues.open(TASKS.tenant("acme")).claim()).isEmpty();
        assertThat(queues.open(QueueDefinition.named("task", String.class)).claim())
                .isEmpty();
        assertThat(queues.open(TASKS)).isSameAs(queue);
        assertThatIllegalStateException()
                .isThrownBy(() -> queues.open(QueueDefinition.named("tasks", Integer.class)))
                .withMessageContaining("open already");
    }
}
