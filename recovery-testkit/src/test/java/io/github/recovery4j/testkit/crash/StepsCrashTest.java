package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Steps and sagas whose process crashes at every boundary, judged by what they did outside. */
class StepsCrashTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest();

    @Test
    void no_step_whose_result_was_acknowledged_is_done_again() throws Exception {
        CrashReport report = crashes.everywhere(StepJobs.Orders::new).assertNoEffectWasRepeated();
        assertThat(report.effects()).containsOnlyKeys("charge", "inner", "mail");
        assertThat(report.boundaries()).isGreaterThan(25);
    }

    @Test
    void steps_of_many_threads_are_not_done_again_either() throws Exception {
        crashes.pairs(30).everywhere(StepJobs.Parallel::new).assertNoEffectWasRepeated();
    }

    @Test
    void each_completed_step_is_undone_once_whatever_the_rollback_goes_through() throws Exception {
        CrashReport report = crashes.everywhere(StepJobs.Trip::new);
        assertThat(report.effects()).containsOnlyKeys("hotel", "mail", "flight", "undo hotel", "undo flight");
        assertThat(report.boundaries()).isGreaterThan(35);
    }

    @Test
    void a_run_that_is_being_undone_is_not_worked_on_any_more() throws Exception {
        crashes.everywhere(StepJobs.AllOrNothing::new);
    }

    @Test
    void real_kills_repeat_no_step() throws Exception {
        for (int boundary : new int[] {9, 12, 15, 18}) {
            crashes.at(boundary).killing(StepJobs.Orders.class).assertNoEffectWasRepeated();
        }
    }

    @Test
    void real_kills_repeat_no_compensation() throws Exception {
        for (int boundary : new int[] {16, 25, 28, 31}) {
            crashes.at(boundary).killing(StepJobs.Trip.class).assertNoEffectWasRepeated();
        }
    }
}
