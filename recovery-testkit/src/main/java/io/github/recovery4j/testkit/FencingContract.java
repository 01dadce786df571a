package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.lease.LeaseKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever lost its lease, however it did, changes nothing any more, whatever it tries to write.
 */
public abstract class FencingContract extends StorageFixture {

    /** Creates the suite. */
    protected FencingContract() {}

    /** Every way to write to a run. */
    enum Write {
        SAVE {
            @Override
            void carryOut(CheckpointStore store, RunKey run, String location, long token) {
                Stamp stamp = new Stamp(1000, token, OwnedRun.SAVED_AT);
                store.save(new Checkpoint(run, "late", stamp, OwnedRun.CONFIG, new Content.Admission()));
            }
        },
        RECORD {
            @Override
            void carryOut(CheckpointStore store, RunKey run, String location, long token) {
                store.record(run, new Attempts(1000, 1000, Attempts.Instruction.RELEASED), token);
            }
        },
        QUARANTINE {
            @Override
            void carryOut(CheckpointStore store, RunKey run, String location, long token) {
                store.quarantine(new Damage(run, location, "not damaged at all"), token);
            }
        },
        REMOVE {
            @Override
            void carryOut(CheckpointStore store, RunKey run, String location, long token) {
                store.remove(run, token);
            }
        };

        abstract void carryOut(CheckpointStore store, RunKey run, String location, long token);
    }

    @ParameterizedTest
    @EnumSource
    void a_released_lease_writes_nothing(Write write) {
        OwnedRun run = saved();
        run.release();
        fenced(write, run.run(), run.lease().token());
    }

    @ParameterizedTest
    @EnumSource
    void a_lease_that_was_released_and_taken_again_writes_nothing_under_its_old_token(Write write) {
        OwnedRun run = saved();
        run.release();
        OwnedRun next = own(storage(), run.run());
        fenced(write, run.run(), run.lease().token());
        next.save(5);
        assertThat(next.newest().generation()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void a_lease_that_was_taken_over_writes_nothing(Write write) {
        OwnedRun run = saved();
        run.release();
        Takeover takeover = takeover(LeaseKey.of(run.run()));
        fenced(write, run.run(), takeover.lost().token());
        OwnedRun now = new OwnedRun(storage(), run.run(), takeover.now());
        now.save(5);
        assertThat(now.newest().generation()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void a_token_that_nobody_was_given_writes_nothing(Write write) {
        OwnedRun run = saved();
        fenced(write, run.run(), run.lease().token() + 1);
        fenced(write, run.run(), Long.MAX_VALUE);
        run.save(5);
    }

    @ParameterizedTest
    @EnumSource
    void the_token_of_another_run_writes_nothing(Write write) {
        OwnedRun run = saved();
        run.release();
        OwnedRun again = own(storage(), run.run());
        OwnedRun other = owned("job");
        other.save(1);
        assertThat(again.lease().token()).isNotEqualTo(other.lease().token());
        fenced(write, run.run(), other.lease().token());
    }

    @ParameterizedTest
    @EnumSource
    void the_token_of_a_removed_run_writes_nothing(Write write) {
        OwnedRun run = saved();
        String location = location(run.run());
        storage().checkpoints().remove(run.run(), run.lease().token());
        refused(write, run.run(), location, run.lease().token());
        assertThat(storage().checkpoints().runs("job")).isEmpty();
        assertThat(storage().checkpoints().attempts(run.run())).isEqualTo(Attempts.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void an_owner_is_fenced_through_every_opening_of_the_storage(Write write) {
        OwnedRun run = saved();
        run.save(3);
        var second = another();
        run.release();
        OwnedRun next = own(second, run.run());
        fenced(write, run.run(), run.lease().token());
        next.save(5);
        assertThat(run.newest().generation()).isEqualTo(5);
    }

    private OwnedRun saved() {
        OwnedRun run = owned("job");
        run.save(1);
        run.save(2);
        storage()
                .checkpoints()
                .record(
                        run.run(),
                        new Attempts(2, 1, Attempts.Instruction.NONE),
                        run.lease().token());
        return run;
    }

    /** Refused, and nothing changed. */
    private void fenced(Write write, RunKey run, long token) {
        CheckpointStore store = storage().checkpoints();
        var newest = store.load(run, Long.MAX_VALUE);
        var before = store.load(run, newest.checkpoint().orElseThrow().generation());
        var attempts = store.attempts(run);
        var runs = store.runs(run.job());
        refused(write, run, newest.location(), token);
        assertThat(store.load(run, Long.MAX_VALUE)).isEqualTo(newest);
        assertThat(store.load(run, newest.checkpoint().orElseThrow().generation()))
                .isEqualTo(before);
        assertThat(store.attempts(run)).isEqualTo(attempts);
        assertThat(store.runs(run.job())).containsExactlyInAnyOrderElementsOf(runs);
    }

    private void refused(Write write, RunKey run, String location, long token) {
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> write.carryOut(storage().checkpoints(), run, location, token))
                .withMessageContaining(run.id().text());
    }

    private String location(RunKey run) {
        return storage().checkpoints().load(run, Long.MAX_VALUE).location();
    }
}
