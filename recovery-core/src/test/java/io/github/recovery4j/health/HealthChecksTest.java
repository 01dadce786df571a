package io.github.recovery4j.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probes;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.process.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {

    @TempDir
    Path directory;

    @Test
    void the_standard_ones_answer_on_this_machine() throws Exception {
        for (HealthCheck check : HealthChecks.standard(directory)) {
            assertThat(check.threshold().value()).isEqualTo(3);
            assertThat(check.probe().value().ask()).isNotInstanceOf(Answer.Unknown.class);
        }
    }

    @Test
    void a_disk_is_as_full_as_df_says() throws Exception {
        CommandResult df =
                Command.of("df", "--output=pcent", directory.toString()).execute(Duration.ofSeconds(30));
        int percent = Integer.parseInt(df.out().lastLine().replaceAll("[ %]", ""));
        assertThat(Probes.diskUsage(directory, (percent + 2) / 100.0, Duration.ofSeconds(30))
                        .ask())
                .isInstanceOf(Answer.Up.class);
        assertThat(Probes.diskUsage(directory, (percent - 3) / 100.0, Duration.ofSeconds(30))
                        .ask())
                .isInstanceOf(Answer.Down.class);
    }

    @Test
    void a_process_that_has_ended_is_down() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        HealthCheck check = HealthChecks.processes(List.of(ProcessId.of(process.toHandle())));
        assertThat(check.interval().value()).isEqualTo(Duration.ofSeconds(10));
        assertThat(check.probe().value().ask()).isInstanceOf(Answer.Up.class);
        process.destroyForcibly().waitFor();
        assertThat(check.probe().value().ask()).isInstanceOf(Answer.Down.class);
    }
}
