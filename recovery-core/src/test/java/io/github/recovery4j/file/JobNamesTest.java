package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text names a job. */
class JobNamesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final StoredRun stored = new StoredRun(() -> directory);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "..",
                ".",
                "../../x",
                "a/b",
                "a*b[c]?",
                " spaces around ",
                "storage.json",
                "job.tmp.json",
                "x.backup",
                "über-größe",
                "日本語",
                "\uD83D\uDE80",
                "\uD800 lone",
                "\u0000nul",
                "con",
                "a%2Fb"
            })
    void any_text_is_a_job_name_and_stays_inside_the_directory(String job) throws IOException {
        RunKey odd = Samples.run(job);
        Lease lease = Samples.own(stored.storage(), odd);
        Checkpoint checkpoint = new Checkpoint(
                odd, job, new Stamp(1, lease.token(), Samples.NOW), Samples.CONFIG, new Content.Admission());
        stored.checkpoints().save(checkpoint);
        stored.reopen();
        assertThat(stored.checkpoints().jobs()).containsExactly(job);
        assertThat(stored.checkpoints().runs(job)).containsExactly(odd);
        assertThat(stored.checkpoints().load(odd, Long.MAX_VALUE).checkpoint()).contains(checkpoint);
        assertThat(StoredRun.names(directory)).hasSize(3).contains("storage.json", "storage.lock");
    }

    @Test
    void long_names_that_begin_alike_are_kept_apart() {
        String stem = "x".repeat(300);
        for (String job : List.of(stem + "a", stem + "b", stem)) {
            RunKey odd = Samples.run(job);
            stored.checkpoints()
                    .save(Samples.state(
                            odd, 1, Samples.own(stored.storage(), odd).token()));
            assertThat(stored.checkpoints().runs(job)).containsExactly(odd);
        }
        assertThat(stored.checkpoints().jobs()).containsExactlyInAnyOrder(stem + "a", stem + "b", stem);
    }

    @Test
    void names_that_share_a_prefix_are_different_jobs() {
        for (String job : List.of("web", "web2", "web-", "a_b", "a")) {
            saveOneOf(job);
        }
        assertThat(stored.checkpoints().runs("web")).hasSize(1);
        assertThat(stored.checkpoints().runs("a")).hasSize(1);
        assertThat(stored.checkpoints().runs("we")).isEmpty();
    }

    private void saveOneOf(String job) {
        RunKey one = Samples.run(job);
        stored.checkpoints()
                .save(Samples.state(one, 1, Samples.own(stored.storage(), one).token()));
    }
}
