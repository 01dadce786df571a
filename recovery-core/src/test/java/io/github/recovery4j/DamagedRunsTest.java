package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.codec.SectionTooLargeException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Saved states that cannot be read: they are kept, and cost no good one. */
class DamagedRunsTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void a_damaged_newest_generation_is_set_aside_and_the_one_before_resumed() throws IOException {
        RunKey run = recoveries
                .open()
                .run(job(r -> {
                    r.checkpoint(1);
                    r.checkpoint(2);
                    throw new IOException("died");
                }))
                .details()
                .run()
                .orElseThrow();
        Path current = directory.resolve("job").resolve(run.id() + ".tmp.json");
        Files.write(current, "rot".getBytes(StandardCharsets.UTF_8));
        assertThat(recoveries.open().plan(job(state()), new NoConfig()).describe())
                .contains("damaged and kept as evidence");
        RunOutcome<Integer> outcome = recoveries.open().run(job(r -> {
            r.checkpoint(r.state() + 10);
            throw new IOException("died again");
        }));
        assertThat(outcome.details().plan().describe()).contains("damaged");
        assertThat(recoveries.events(RecoveryEvent.Quarantined.class))
                .singleElement()
                .satisfies(event -> assertThat(event.evidence()).endsWith(".broken-1"));
        assertThat(recoveries.events(RecoveryEvent.CheckpointSaved.class))
                .extracting(RecoveryEvent.CheckpointSaved::generation)
                .containsExactly(2L, 3L, 4L);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(11);
    }

    @Test
    void a_run_of_which_nothing_is_intact_is_kept_as_evidence_and_does_not_block_a_fresh_start() throws IOException {
        RunKey run = recoveries.open().run(job(dyingAt(1))).details().run().orElseThrow();
        for (String suffix : List.of(".tmp.json", ".tmp.json.backup")) {
            Files.write(directory.resolve("job").resolve(run.id() + suffix), new byte[100]);
        }
        RunOutcome<Integer> outcome = recoveries.open().run(job(state()));
        assertThat(outcome.orElseThrow()).isZero();
        assertThat(outcome.details().plan().findings()).hasSize(2);
        assertThat(directory.resolve("job"))
                .isDirectoryContaining(file -> file.toString().endsWith(".broken-1"));
    }

    @Test
    void a_run_whose_configuration_this_process_has_no_memory_for_is_refused_and_kept() {
        recoveries.open().run(job(dyingAt(1)));
        RunOutcome<Integer> outcome =
                recoveries.open(recoveries.builder().codec(cramped())).run(job(state()));
        assertThat(outcome.describe()).contains("refused").contains("a process with more heap can read it");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(1);
    }

    private static HookedCodec cramped() {
        return HookedCodec.afterDecoding(value -> {
            throw new SectionTooLargeException("config", 1 << 30, 1 << 20);
        });
    }

    @Test
    void a_state_that_cannot_be_read_is_refused_and_kept() {
        recoveries.open().run(job(dyingAt(1)));
        RunOutcome<String> outcome = recoveries
                .open()
                .run(RecoverableJob.named("job").state(String.class, () -> "").work(Run::state));
        assertThat(outcome.describe()).contains("refused").contains("not a String");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(1);
    }
}
