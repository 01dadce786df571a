package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.lease.LeaseKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How runs and jobs are found: by their exact names, whatever these are.
 */
public abstract class JobNamesContract extends StorageFixture {

    /** Creates the suite. */
    protected JobNamesContract() {}

    private CheckpointStore store() {
        return storage().checkpoints();
    }

    private Loaded load(RunKey run, long below) {
        return store().load(run, below);
    }

    @Test
    void nothing_is_found_in_an_empty_storage() {
        RunKey run = newRun("job");
        assertThat(store().jobs()).isEmpty();
        assertThat(store().runs("job")).isEmpty();
        assertThat(load(run, Long.MAX_VALUE)).isEqualTo(new Loaded(Optional.empty(), "", List.of()));
        assertThat(store().attempts(run)).isEqualTo(Attempts.NONE);
    }

    @Test
    void a_lease_alone_makes_no_run() {
        owned("job");
        acquire(storage(), LeaseKey.admission("job"));
        assertThat(store().jobs()).isEmpty();
        assertThat(store().runs("job")).isEmpty();
    }

    @Test
    void all_runs_of_a_job_are_found_finished_and_unfinished() {
        OwnedRun admitted = owned("job");
        admitted.save(1, new Content.Admission());
        OwnedRun unfinished = owned("job");
        unfinished.save(1);
        OwnedRun finished = owned("job");
        finished.save(1, new Content.Result(OwnedRun.encoded("1"), Instant.parse("2999-01-01T00:00:00Z")));
        assertThat(store().runs("job")).containsExactlyInAnyOrder(admitted.run(), unfinished.run(), finished.run());
        assertThat(store().jobs()).containsExactly("job");
    }

    @Test
    void a_job_is_found_by_its_exact_name_only() {
        List<String> names = List.of("web", "web2", "we", "web-", "web_2", "a_b", "a", "b", "a-b", "a b");
        Map<String, RunKey> runs = saveOneRunEach(names);
        for (String name : names) {
            assertThat(store().runs(name)).as("runs of %s", name).containsExactly(key(runs, name));
        }
        assertThat(store().runs("w")).isEmpty();
        assertThat(store().runs("web3")).isEmpty();
        assertThat(store().jobs()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void job_and_label_never_flow_into_one_another() {
        OwnedRun one = owned("a_b");
        OwnedRun other = owned("a");
        Checkpoint ofOne = save(one, "c");
        Checkpoint ofOther = save(other, "b_c");
        assertThat(store().runs("a_b")).containsExactly(one.run());
        assertThat(store().runs("a")).containsExactly(other.run());
        assertThat(one.newest()).isEqualTo(ofOne);
        assertThat(other.newest()).isEqualTo(ofOther);
    }

    private static Checkpoint save(OwnedRun run, String label) {
        Stamp stamp = new Stamp(1, run.lease().token(), OwnedRun.SAVED_AT);
        return run.save(new Checkpoint(run.run(), label, stamp, OwnedRun.CONFIG, OwnedRun.state(1)));
    }

    @Test
    void one_id_in_two_jobs_is_two_runs() {
        OwnedRun one = owned("one");
        OwnedRun two = own(storage(), new RunKey("two", one.run().id()));
        one.save(1);
        two.save(5);
        assertThat(one.newest().generation()).isEqualTo(1);
        assertThat(two.newest().generation()).isEqualTo(5);
        store().remove(one.run(), one.lease().token());
        assertThat(two.newest().generation()).isEqualTo(5);
        assertThat(store().jobs()).containsExactly("two");
    }

    @ParameterizedTest
    @EnumSource
    void any_text_is_the_name_of_a_job(HostileName name) {
        OwnedRun run = owned(name.text);
        Checkpoint saved = run.save(1);
        assertThat(run.newest()).isEqualTo(saved);
        assertThat(store().jobs()).containsExactly(name.text);
        assertThat(store().runs(name.text)).containsExactly(run.run());
        store().record(
                        run.run(),
                        new Attempts(1, 1, Attempts.Instruction.NONE),
                        run.lease().token());
        assertThat(store().attempts(run.run()).count()).isEqualTo(1);
        store().remove(run.run(), run.lease().token());
        assertThat(store().jobs()).isEmpty();
    }

    @Test
    void no_name_is_taken_for_another() {
        List<String> names =
                Arrays.stream(HostileName.values()).map(name -> name.text).toList();
        Map<String, RunKey> runs = saveOneRunEach(names);
        assertThat(store().jobs()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(store().runs(name)).containsExactly(key(runs, name));
        }
    }

    @Test
    void long_names_that_differ_only_at_their_end_are_different_jobs() {
        List<String> names =
                List.of("n".repeat(299) + "1", "n".repeat(299) + "2", "語".repeat(299) + "語", "語".repeat(299));
        saveOneRunEach(names);
        assertThat(store().jobs()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void names_that_differ_only_by_case_are_different_jobs() {
        assumeTrue(distinguishesCase(), "the medium does not distinguish case");
        List<String> names = List.of("web", "Web", "WEB", "straße", "STRASSE");
        Map<String, RunKey> runs = saveOneRunEach(names);
        assertThat(store().jobs()).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(store().runs(name)).containsExactly(key(runs, name));
        }
    }

    private Map<String, RunKey> saveOneRunEach(List<String> jobs) {
        Map<String, RunKey> runs = new HashMap<>();
        for (String job : jobs) {
            OwnedRun run = owned(job);
            run.save(1);
            runs.put(job, run.run());
        }
        return runs;
    }

    private static RunKey key(Map<String, RunKey> runs, String job) {
        return Objects.requireNonNull(runs.get(job));
    }
}
