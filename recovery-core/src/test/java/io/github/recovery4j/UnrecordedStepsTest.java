package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.job.RecoveryMode;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.RunJournals;
import io.github.recovery4j.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A journal that takes no records, or no more than some. */
class UnrecordedStepsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    private final List<String> done = new ArrayList<>();

    /** How many records can be written before the medium fails. */
    private int room;

    private Recovery open(RecoveryMode mode) {
        return recoveries.open(recoveries.builder().mode(mode).storage(() -> new Full(MemoryStorage.create())));
    }

    @Test
    void a_step_that_cannot_be_recorded_as_begun_is_not_done() {
        RunOutcome<Integer> outcome = open(RecoveryMode.REQUIRED)
                .run(job(run -> run.step("charge", Integer.class, step -> {
                    done.add("charge");
                    return 1;
                })));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(StoreException.class));
        assertThat(done).isEmpty();
    }

    @Test
    void a_step_whose_result_cannot_be_recorded_fails_and_is_not_tried_again() {
        room = 1;
        RunOutcome<Integer> outcome = open(RecoveryMode.REQUIRED).run(job(run -> run.step("charge", Integer.class)
                .retrying(RetryPolicy.attempts(5))
                .call(step -> {
                    done.add("charge");
                    return 1;
                })));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        assertThat(done).containsExactly("charge");
    }

    @Test
    void with_best_effort_the_work_goes_on_and_can_still_be_undone() {
        RunOutcome<Integer> outcome = open(RecoveryMode.BEST_EFFORT).run(job(run -> {
            int receipt = run.step("charge", Integer.class)
                    .compensate((result, step) -> done.add("refund " + result))
                    .call(step -> 7);
            done.add("charged " + receipt);
            throw new IOException("no");
        }));
        assertThat(outcome).isInstanceOf(RunOutcome.RolledBack.class);
        assertThat(done).containsExactly("charged 7", "refund 7");
    }

    @Test
    void a_rollback_that_cannot_be_recorded_undoes_nothing_and_keeps_the_failure() {
        room = 2;
        RunOutcome<Integer> outcome = open(RecoveryMode.REQUIRED).run(job(run -> {
            run.step("charge", Integer.class)
                    .compensate((result, step) -> done.add("refund"))
                    .call(step -> 7);
            throw new IOException("the failure");
        }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .hasMessage("the failure")
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1)));
        assertThat(done).isEmpty();
    }

    private final class Full extends ForwardingStorage {

        Full(Storage under) {
            super(under);
        }

        @Override
        public RunJournals journals() {
            return new RunJournals() {
                @Override
                public Journal open(RunKey run, long token) {
                    return new FullJournal(under().journals().open(run, token));
                }

                @Override
                public List<Gap> read(RunKey run, JournalReader reader) {
                    return under().journals().read(run, reader);
                }
            };
        }
    }

    private final class FullJournal extends ForwardingJournal {

        FullJournal(Journal under) {
            super(under);
        }

        @Override
        public long append(int type, Sync sync, ByteBuffer... payload) {
            if (room-- <= 0) {
                throw new StoreException("no room", null);
            }
            return super.append(type, sync, payload);
        }
    }
}
