package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.state;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for a person: held ones, and those that were begun too often. */
class ReleasingTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void endless_crash_loops_end_and_a_release_forgives_them() {
        RecoverableJob<NoConfig, Integer, Integer> crashing = unconfigured()
                .maxAttempts(3)
                .work(run -> {
                    throw new IOException("crash");
                });
        RunId run = null;
        for (int i = 0; i < 3; i++) {
            RunOutcome<Integer> outcome = recoveries.open().run(crashing);
            assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
            run = outcome.details().run().orElseThrow().id();
        }
        RunOutcome<Integer> refused = recoveries.open().run(crashing);
        assertThat(refused).isInstanceOf(RunOutcome.Refused.class);
        assertThat(refused.describe())
                .contains("tried 3 times without a new checkpoint")
                .contains(run.text());
        assertThat(recoveries.open().run(crashing)).isInstanceOf(RunOutcome.Refused.class);
        recoveries.open().release(run);
        assertThat(recoveries.open().run(crashing)).isInstanceOf(RunOutcome.Failed.class);
    }

    @Test
    void a_new_checkpoint_forgives_earlier_attempts() {
        for (int i = 1; i <= 5; i++) {
            int state = i;
            RunOutcome<Integer> outcome =
                    recoveries.open().run(unconfigured().maxAttempts(1).work(dyingAt(state)));
            assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        }
    }

    @Test
    void a_held_run_waits_until_it_is_released_and_then_goes_on_once() {
        RecoverableJob.Builder<NoConfig, Integer> held = unconfigured().hold();
        RunId run = recoveries
                .open()
                .run(held.work(dyingAt(5)))
                .details()
                .run()
                .orElseThrow()
                .id();
        RunOutcome<Integer> waiting = recoveries.open().run(held.work(state()));
        assertThat(waiting.describe()).contains("waits for release(\"" + run + "\")");
        Recovery operator = recoveries.open();
        operator.release(run);
        assertThat(recoveries.open().run(held.work(dyingAt(6)))).isInstanceOf(RunOutcome.Failed.class);
        assertThat(recoveries.open().run(held.work(state()))).isInstanceOf(RunOutcome.Refused.class);
        operator.release(run);
        assertThat(recoveries.open().run(held.work(state())).orElseThrow()).isEqualTo(6);
        assertThatThrownBy(() -> operator.release(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(run.text());
    }
}
