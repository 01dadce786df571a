package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.lease.LeaseKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a {@link CheckpointStore} keeps, as one owner sees it: contents, generations, attempts, removal, closing.
 */
public abstract class CheckpointStoreContract extends StorageFixture {

    /** Creates the suite. */
    protected CheckpointStoreContract() {}

    private CheckpointStore store() {
        return storage().checkpoints();
    }

    private Loaded load(RunKey run, long below) {
        return store().load(run, below);
    }

    // contents

    @Test
    void an_admission_is_loaded_as_it_was_saved() {
        OwnedRun run = owned("job");
        Checkpoint saved = run.save(1, new Content.Admission());
        assertThat(run.newest()).isEqualTo(saved);
    }

    @Test
    void a_state_is_loaded_as_it_was_saved_with_its_positions() {
        OwnedRun run = owned("job");
        Map<String, Long> positions = Map.of("a", 0L, "b \"quoted\" \\ \n", Long.MAX_VALUE, "", 7L, "🚀", -1L);
        Checkpoint saved = run.save(1, new Content.State(OwnedRun.encoded("{}"), positions));
        assertThat(run.newest()).isEqualTo(saved);
    }

    @Test
    void a_result_is_loaded_as_it_was_saved_with_its_time() {
        OwnedRun run = owned("job");
        Checkpoint saved =
                run.save(1, new Content.Result(OwnedRun.encoded("42"), Instant.parse("2999-12-31T23:59:59.999Z")));
        assertThat(run.newest()).isEqualTo(saved);
    }

    @Test
    void every_byte_and_every_length_is_kept() {
        OwnedRun run = owned("job");
        byte[] bytes = new byte[3 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >>> 8));
        }
        Encoded everyByte = Encoded.of("binary codec / 1", Integer.MAX_VALUE, bytes);
        Encoded empty = Encoded.of("", 1, new byte[0]);
        Stamp first = new Stamp(1, run.lease().token(), OwnedRun.SAVED_AT);
        Checkpoint bigState = new Checkpoint(run.run(), "", first, empty, new Content.State(everyByte, Map.of()));
        run.save(bigState);
        assertThat(run.newest()).isEqualTo(bigState);

        Stamp second = new Stamp(2, run.lease().token(), OwnedRun.SAVED_AT);
        Checkpoint bigConfig = new Checkpoint(run.run(), "", second, everyByte, new Content.State(empty, Map.of()));
        run.save(bigConfig);
        assertThat(run.newest()).isEqualTo(bigConfig);
    }

    @Test
    void what_was_loaded_does_not_change_when_the_loaded_bytes_are_changed() {
        OwnedRun run = owned("job");
        Checkpoint saved = run.save(1);
        Content.State state = (Content.State) run.newest().content();
        Arrays.fill(state.state().toByteArray(), (byte) 0);
        assertThat(run.newest()).isEqualTo(saved);
    }

    @Test
    void times_before_and_after_now_are_kept() {
        OwnedRun run = owned("job");
        long generation = 1;
        for (Instant time : List.of(
                Instant.EPOCH, Instant.parse("1969-07-20T20:17:40Z"), Instant.parse("2100-01-01T00:00:00.001Z"))) {
            Stamp stamp = new Stamp(generation++, run.lease().token(), time);
            run.save(new Checkpoint(run.run(), "label", stamp, OwnedRun.CONFIG, new Content.Admission()));
            assertThat(run.newest().stamp()).isEqualTo(stamp);
        }
    }

    @ParameterizedTest
    @EnumSource
    void any_label_is_kept(HostileName name) {
        OwnedRun run = owned("job");
        Checkpoint saved = new Checkpoint(
                run.run(),
                name.text,
                new Stamp(1, run.lease().token(), OwnedRun.SAVED_AT),
                OwnedRun.CONFIG,
                OwnedRun.state(1));
        run.save(saved);
        run.save(new Checkpoint(
                run.run(),
                name.text,
                new Stamp(2, run.lease().token(), OwnedRun.SAVED_AT),
                OwnedRun.CONFIG,
                OwnedRun.state(2)));
        assertThat(load(run.run(), 2).checkpoint()).contains(saved);
        assertThat(store().runs("job")).containsExactly(run.run());
    }

    @Test
    void a_label_is_no_identity() {
        OwnedRun run = owned("job");
        run.save(1);
        Stamp stamp = new Stamp(2, run.lease().token(), OwnedRun.SAVED_AT);
        Checkpoint relabelled =
                run.save(new Checkpoint(run.run(), "another label", stamp, OwnedRun.CONFIG, OwnedRun.state(2)));
        assertThat(run.newest()).isEqualTo(relabelled);
        assertThat(store().runs("job")).containsExactly(run.run());
    }

    // generations

    @Test
    void the_newest_generation_is_loaded_and_the_one_below_it() {
        OwnedRun run = owned("job");
        for (long generation = 1; generation <= 10; generation++) {
            run.save(generation);
            assertThat(run.newest()).isEqualTo(run.checkpoint(generation, OwnedRun.state(generation)));
            assertThat(load(run.run(), generation).checkpoint().map(Checkpoint::generation))
                    .isEqualTo(generation == 1 ? Optional.empty() : Optional.of(generation - 1));
        }
    }

    @Test
    void a_loaded_checkpoint_says_where_it_lies_and_that_nothing_is_damaged() {
        OwnedRun run = owned("job");
        run.save(1);
        Loaded loaded = load(run.run(), Long.MAX_VALUE);
        assertThat(loaded.location()).isNotEmpty();
        assertThat(loaded.damages()).isEmpty();
    }

    @Test
    void generations_may_leave_numbers_out() {
        OwnedRun run = owned("job");
        run.save(3);
        run.save(1_000_000_007L);
        assertThat(run.newest().generation()).isEqualTo(1_000_000_007L);
        assertThat(load(run.run(), 1_000_000_007L).checkpoint().map(Checkpoint::generation))
                .contains(3L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 5})
    void a_generation_that_is_not_above_every_earlier_one_is_refused_and_changes_nothing(long generation) {
        OwnedRun run = owned("job");
        run.save(4);
        Checkpoint newest = run.save(5);
        refusedAsArgument(() -> run.save(generation, new Content.Admission()));
        assertThat(run.newest()).isEqualTo(newest);
        assertThat(load(run.run(), 5).checkpoint().map(Checkpoint::generation)).contains(4L);
        run.save(6);
        assertThat(run.newest().generation()).isEqualTo(6);
    }

    @Test
    void a_new_owner_goes_on_above_the_generations_of_the_one_before() {
        OwnedRun first = owned("job");
        first.save(7);
        first.release();
        OwnedRun second = own(storage(), first.run());
        refusedAsArgument(() -> second.save(7));
        Checkpoint saved = second.save(8);
        assertThat(second.newest()).isEqualTo(saved);
        assertThat(load(first.run(), 8).checkpoint().map(Checkpoint::generation))
                .contains(7L);
    }

    @Test
    void generations_only_grow_over_a_reopening_too() {
        OwnedRun before = owned("job");
        before.save(1);
        Checkpoint newest = before.save(2);
        before.release();
        reopen();
        OwnedRun after = own(storage(), before.run());
        assertThat(after.newest()).isEqualTo(newest);
        refusedAsArgument(() -> after.save(2));
        after.save(3);
        assertThat(after.newest().generation()).isEqualTo(3);
    }

    private static void refusedAsArgument(ThrowingCallable save) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(save);
    }

    @Test
    void everything_is_found_again_after_reopening() {
        OwnedRun run = owned("job");
        run.save(1, new Content.Admission());
        Checkpoint saved = run.save(2);
        store().record(
                        run.run(),
                        new Attempts(1, 3, Attempts.Instruction.RELEASED),
                        run.lease().token());
        reopen();
        assertThat(store().jobs()).containsExactly("job");
        assertThat(store().runs("job")).containsExactly(run.run());
        assertThat(load(run.run(), Long.MAX_VALUE).checkpoint()).contains(saved);
        assertThat(load(run.run(), 2).checkpoint().map(Checkpoint::generation)).contains(1L);
        assertThat(store().attempts(run.run())).isEqualTo(new Attempts(1, 3, Attempts.Instruction.RELEASED));
    }

    // all runs of a job

    private Map<RunKey, Loaded> all(String job) {
        Map<RunKey, Loaded> shown = new HashMap<>();
        store().loadAll(job, (run, loaded) -> assertThat(shown.put(run, loaded)).isNull());
        return shown;
    }

    @Test
    void all_runs_of_a_job_are_shown_as_each_is_loaded() {
        for (int i = 1; i <= 10; i++) {
            OwnedRun run = owned("job");
            for (long generation = 1; generation <= i; generation++) {
                run.save(generation);
            }
        }
        owned("job").save(1, new Content.State(Encoded.of("bytes", 1, new byte[1 << 20]), Map.of()));
        owned("another job").save(1);
        OwnedRun removed = owned("job");
        removed.save(1);
        store().remove(removed.run(), removed.lease().token());

        Map<RunKey, Loaded> all = all("job");
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(store().runs("job"));
        all.forEach((run, loaded) -> {
            Loaded alone = load(run, Long.MAX_VALUE);
            // not the location: a storage may move what it keeps, as a compaction does
            assertThat(loaded.checkpoint()).isEqualTo(alone.checkpoint());
            assertThat(loaded.damages()).isEqualTo(alone.damages());
        });
        assertThat(all).hasSize(11);
    }

    @Test
    void of_a_job_without_runs_nothing_is_shown() {
        assertThat(all("no job")).isEmpty();
    }

    @Test
    void all_runs_are_shown_no_further_than_the_reader_wants() {
        owned("job").save(1);
        owned("job").save(1);
        IllegalStateException enough = new IllegalStateException("enough");
        List<RunKey> shown = new ArrayList<>();
        assertThatThrownBy(() -> store().loadAll("job", (run, loaded) -> {
                    shown.add(run);
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(shown).hasSize(1);
        assertThat(all("job")).hasSize(2);
    }

    // attempts

    @Test
    void recorded_attempts_are_read_back() {
        OwnedRun run = owned("job");
        run.save(1);
        for (Attempts attempts : List.of(
                new Attempts(1, 1, Attempts.Instruction.NONE),
                new Attempts(Long.MAX_VALUE, 20, Attempts.Instruction.RELEASED),
                new Attempts(7, 3, Attempts.Instruction.CANCELLED),
                Attempts.NONE)) {
            store().record(run.run(), attempts, run.lease().token());
            assertThat(store().attempts(run.run())).isEqualTo(attempts);
        }
    }

    @Test
    void attempts_belong_to_one_run_and_outlive_its_checkpoints_and_owners() {
        OwnedRun run = owned("job");
        OwnedRun other = owned("job");
        run.save(1);
        other.save(1);
        store().record(
                        run.run(),
                        new Attempts(1, 4, Attempts.Instruction.NONE),
                        run.lease().token());
        run.save(2);
        run.release();
        own(storage(), run.run()).save(3);
        assertThat(store().attempts(run.run())).isEqualTo(new Attempts(1, 4, Attempts.Instruction.NONE));
        assertThat(store().attempts(other.run())).isEqualTo(Attempts.NONE);
    }

    // removal

    @Test
    void nothing_is_left_of_a_removed_run() {
        OwnedRun run = owned("job");
        run.save(1);
        run.save(2);
        run.save(3);
        store().record(
                        run.run(),
                        new Attempts(3, 2, Attempts.Instruction.NONE),
                        run.lease().token());
        store().remove(run.run(), run.lease().token());
        nothingIsLeftOf(run.run());
    }

    @Test
    void nothing_is_left_of_a_removed_run_after_reopening() {
        OwnedRun run = owned("job");
        run.save(1);
        run.save(2);
        store().remove(run.run(), run.lease().token());
        reopen();
        nothingIsLeftOf(run.run());
    }

    private void nothingIsLeftOf(RunKey run) {
        assertThat(load(run, Long.MAX_VALUE).checkpoint()).isEmpty();
        assertThat(store().runs(run.job())).isEmpty();
        assertThat(store().jobs()).isEmpty();
        assertThat(store().attempts(run)).isEqualTo(Attempts.NONE);
        assertThat(storage().leases().holder(LeaseKey.of(run))).isEmpty();
    }

    @Test
    void removing_a_run_leaves_its_siblings_alone() {
        OwnedRun run = owned("job");
        OwnedRun sibling = owned("job");
        run.save(1);
        Checkpoint saved = sibling.save(1);
        store().record(
                        sibling.run(),
                        new Attempts(1, 2, Attempts.Instruction.NONE),
                        sibling.lease().token());
        store().remove(run.run(), run.lease().token());
        assertThat(store().runs("job")).containsExactly(sibling.run());
        assertThat(sibling.newest()).isEqualTo(saved);
        assertThat(store().attempts(sibling.run()).count()).isEqualTo(2);
        sibling.save(2);
    }

    @Test
    void removing_a_run_without_checkpoints_does_nothing() {
        OwnedRun never = owned("job");
        OwnedRun sibling = owned("job");
        Checkpoint saved = sibling.save(1);
        store().remove(never.run(), never.lease().token());
        assertThat(sibling.newest()).isEqualTo(saved);
        assertThat(store().runs("job")).containsExactly(sibling.run());
    }

    @Test
    void a_lease_of_a_removed_run_can_be_released() {
        OwnedRun run = owned("job");
        run.save(1);
        store().remove(run.run(), run.lease().token());
        run.release();
        nothingIsLeftOf(run.run());
    }

    // closing

    @Test
    void every_call_after_closing_says_that_the_storage_is_closed() {
        OwnedRun run = owned("job");
        run.save(1);
        long token = run.lease().token();
        String location = load(run.run(), Long.MAX_VALUE).location();
        CheckpointStore store = store();
        storage().close();
        closed(store::jobs);
        closed(() -> store.runs("job"));
        closed(() -> store.loadAll("job", (other, loaded) -> {}));
        closed(() -> store.load(run.run(), Long.MAX_VALUE));
        closed(() -> store.attempts(run.run()));
        closed(() -> run.save(2));
        closed(() -> store.record(run.run(), new Attempts(1, 1, Attempts.Instruction.NONE), token));
        closed(() -> store.remove(run.run(), token));
        closed(() -> store.quarantine(new Damage(run.run(), location, "none"), token));
    }

    private static void closed(ThrowingCallable call) {
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(call);
    }

    @Test
    void closing_twice_does_nothing_more() {
        owned("job").save(1);
        storage().close();
        storage().close();
    }

    @Test
    void a_storage_describes_itself() {
        assertThat(storage().describe()).isNotBlank();
    }

    // interrupts

    @Test
    void an_interrupted_thread_saves_loads_and_removes_and_stays_interrupted() {
        OwnedRun run = owned("job");
        run.save(1);
        Thread.currentThread().interrupt();
        try {
            Checkpoint saved = run.save(2);
            assertThat(run.newest()).isEqualTo(saved);
            store().record(
                            run.run(),
                            new Attempts(2, 1, Attempts.Instruction.NONE),
                            run.lease().token());
            assertThat(store().attempts(run.run()).count()).isEqualTo(1);
            assertThat(store().runs("job")).containsExactly(run.run());
            assertThat(store().jobs()).containsExactly("job");
            store().remove(run.run(), run.lease().token());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        nothingIsLeftOf(run.run());
        OwnedRun next = owned("job");
        next.save(1);
        assertThat(next.newest().content()).isEqualTo(OwnedRun.state(1));
        assertThat(new String(next.newest().config().toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("config of the run");
    }
}
