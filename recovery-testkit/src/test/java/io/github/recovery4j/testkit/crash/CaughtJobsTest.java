package io.github.recovery4j.testkit.crash;

import static io.github.recovery4j.testkit.crash.Jobs.failure;
import static io.github.recovery4j.testkit.crash.Jobs.job;
import static io.github.recovery4j.testkit.crash.Jobs.lines;
import static io.github.recovery4j.testkit.crash.Jobs.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs with a mistake: each is caught, at the boundary that shows it. */
class CaughtJobsTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest().pairs(10);

    @Test
    void a_file_that_is_never_cut_back_is_caught_at_the_boundary_that_shows_it() throws Exception {
        assertThat(failure(crashes, Lines.NeverCut::new))
                .contains("before checkpoint 1 of 'lines' (generation 2)")
                .contains("uninterrupted: 0 1 2 3")
                .contains("this time:     0 0 1 2 3")
                .contains("trials broke it: at(")
                .contains("effects repeated: none");
    }

    @Test
    void a_state_that_is_saved_before_its_work_is_caught() throws Exception {
        assertThat(failure(crashes, lines((lines, run, world) -> {
                    lines.cut(run.state());
                    for (long done = run.state(); done < Lines.COUNT; done++) {
                        run.checkpoint(done + 1);
                        lines.write(done);
                    }
                })))
                .contains("after checkpoint 1 of 'lines' (generation 2) was durable, before it returned");
    }

    @Test
    void a_lost_effect_is_caught_although_the_result_is_the_same() throws Exception {
        assertThat(failure(crashes, job((run, world) -> {
                    for (long done = run.state(); done < 2; done++) {
                        run.checkpoint(done + 1);
                        world.effect("mail", () -> {});
                    }
                })))
                .contains("after checkpoint 1 of 'lines' (generation 2) was durable, before it returned")
                .contains("effects lost: 'mail' (1 of 2)");
    }

    @Test
    void a_result_that_depends_on_the_number_of_attempts_is_caught() throws Exception {
        Supplier<JobUnderTest> job = program(
                (recovery, world) -> recovery.run("attempts", Long.class, () -> 0L, run -> (long) run.attempt()));
        assertThat(failure(crashes, job))
                .contains("after the record of attempt 1 of 'attempts' was durable, before it returned")
                .contains("uninterrupted: 1")
                .contains("this time:     2");
    }

    @Test
    void a_job_that_fails_after_a_crash_is_caught_with_its_cause() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> crashes.everywhere(job((run, world) -> {
                    if (run.resumed()) {
                        throw new IllegalStateException("already begun");
                    }
                })))
                .withMessageContaining("the job failed")
                .withStackTraceContaining("already begun");
    }
}
