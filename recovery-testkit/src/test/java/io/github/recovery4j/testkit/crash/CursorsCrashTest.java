package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that follows something with a cursor, and whose process crashes at every boundary. */
class CursorsCrashTest {

    @RegisterExtension
    final CrashTest crashes = new CrashTest();

    @Test
    void what_hung_on_places_that_do_not_hold_is_not_there_whatever_the_rewind_goes_through() throws Exception {
        CrashReport report = crashes.everywhere(CursorJobs.Chain::new).assertNoEffectWasRepeated();
        assertThat(report.effects()).containsOnlyKeys("look a1", "look a2", "look a3", "look b3", "look b4", "look b5");
        assertThat(report.boundaries()).isGreaterThan(60);
    }

    @Test
    void real_kills_leave_nothing_of_them_either() throws Exception {
        for (int boundary : new int[] {20, 40, 60}) {
            crashes.at(boundary).killing(CursorJobs.Chain.class).assertNoEffectWasRepeated();
        }
    }
}
