package io.github.recovery4j;

import static io.github.recovery4j.Jobs.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Jobs.Config;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The result of a finished run is kept for a while. */
class RememberedResultsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void a_remembered_result_is_returned_instead_of_working_again() {
        RecoverableJob<Config, Integer, String> job = configured()
                .<String>work(run -> "result of " + run.config())
                .remembering(Duration.ofHours(1), String.class);
        String first = recoveries.open().run(job, new Config("a")).orElseThrow();
        RunOutcome<String> second = recoveries.open().run(job, new Config("a"));
        assertThat(second.orElseThrow()).isEqualTo(first);
        assertThat(second.details().plan().decision()).isEqualTo(Decision.FINISHED);
        assertThat(recoveries.open().run(job, new Config("b")).details().plan().decision())
                .isEqualTo(Decision.FRESH);
        recoveries.moveClock(Duration.ofHours(1));
        assertThat(recoveries.open().run(job, new Config("a")).details().plan().decision())
                .isEqualTo(Decision.FRESH);
    }

    @Test
    void a_null_result_can_be_remembered() {
        RecoverableJob<NoConfig, Integer, String> job =
                Jobs.<String>job(run -> null).remembering(Duration.ofHours(1), String.class);
        assertThat(recoveries.open().run(job).orElseThrow()).isNull();
        RunOutcome<String> second = recoveries.open().run(job);
        assertThat(second.details().plan().decision()).isEqualTo(Decision.FINISHED);
        assertThat(second.orElseThrow()).isNull();
    }
}
