package io.github.recovery4j;

import static io.github.recovery4j.Jobs.configured;
import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.Jobs.Config;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryEvent.Decision;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunNotCompletedException;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.RunStoppedException;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.plan.ConfigMatcher;
import io.github.recovery4j.plan.RecoveryPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves, and how the next start goes on from it. */
class ResumingTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void a_job_without_trouble_returns_its_result_and_leaves_nothing() {
        int result = recoveries.open().run("count", Integer.class, () -> 0, run -> {
            run.checkpoint(run.state() + 41);
            return run.state() + 1;
        });
        assertThat(result).isEqualTo(42);
        assertThat(recoveries.open().plan(job(state()), new NoConfig()).decision())
                .isEqualTo(Decision.FRESH);
        assertThat(directory.resolve("count"))
                .isDirectoryContaining(path -> path.toString().endsWith("admission.owner"));
        assertThat(directory.resolve("count"))
                .isDirectoryNotContaining(path -> path.toString().contains(".json"));
    }

    @Test
    void a_failed_run_goes_on_from_its_last_checkpoint() {
        RunOutcome<Integer> failed = recoveries.open().run(job(dyingAt(7)));
        assertThat(failed).isInstanceOfSatisfying(RunOutcome.Failed.class, outcome -> assertThat(outcome.cause())
                .hasMessage("died at 7"));
        assertThat(failed.exitCode()).isEqualTo(1);
        RunOutcome<Integer> resumed = recoveries.open().run(job(run -> {
            assertThat(run.resumed()).isTrue();
            return run.state();
        }));
        assertThat(resumed.orElseThrow()).isEqualTo(7);
        assertThat(resumed.details().run()).isEqualTo(failed.details().run());
    }

    @Test
    void the_simple_form_throws_what_the_work_threw() {
        Recovery recovery = recoveries.open();
        assertThatThrownBy(() -> recovery.run("job", Integer.class, () -> 0, dyingAt(1)))
                .isInstanceOf(RunNotCompletedException.class)
                .hasMessageContaining("died at 1")
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void an_accepted_run_leaves_a_trace_before_its_work_begins() {
        recoveries.open().run(job(run -> {
            try (Stream<Path> files = Files.list(directory.resolve("job"))) {
                assertThat(files.map(Path::toString))
                        .anyMatch(file -> file.endsWith(run.id() + ".tmp.json"))
                        .anyMatch(file -> file.endsWith(run.id() + ".attempts"));
            }
            throw new IOException("before any state");
        }));
        RecoveryPlan<NoConfig, Integer> plan = recoveries.open().plan(job(state()), new NoConfig());
        assertThat(plan.describe()).contains("no state saved yet");
        assertThat(recoveries.open().run(job(run -> run.state() + 5)).orElseThrow())
                .isEqualTo(5);
    }

    @Test
    void nothing_is_saved_over_the_good_checkpoint_before_the_run_has_state_of_its_own() {
        recoveries.open().run(job(dyingAt(7)));
        for (int i = 0; i < 3; i++) {
            recoveries.open().run(job(run -> {
                throw new RunStoppedException(StopReason.CANCELLED);
            }));
        }
        assertThat(recoveries.events(RecoveryEvent.CheckpointSaved.class)).hasSize(1);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(7);
    }

    @Test
    void a_plan_changes_nothing_and_says_what_would_be_done() throws IOException {
        recoveries.open().run(job(dyingAt(7)));
        Recovery recovery = recoveries.open();
        List<String> before = snapshot();
        RecoveryPlan<NoConfig, Integer> plan = recovery.plan(job(state()), new NoConfig());
        RecoveryPlan.Resume<NoConfig, Integer> resume = (RecoveryPlan.Resume<NoConfig, Integer>) plan;
        assertThat(resume.state().state()).contains(7);
        assertThat(resume.state().generation()).isEqualTo(2);
        assertThat(plan.describe()).startsWith("Resume job from run ");
        assertThat(snapshot()).isEqualTo(before);
    }

    private List<String> snapshot() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(path -> path + " " + content(path))
                    .toList();
        }
    }

    private static String content(Path path) {
        try {
            return path.endsWith("storage.lock") ? "" : Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runs_of_different_configurations_live_side_by_side() {
        RecoverableJob<Config, Integer, Integer> dying = configured().work(run -> {
            run.checkpoint(run.config().network().length());
            throw new IOException("died");
        });
        recoveries.open().run(dying, new Config("a"));
        recoveries.open().run(dying, new Config("bb"));
        RunOutcome<Integer> third = recoveries.open().run(configured().work(state()), new Config("ccc"));
        assertThat(third.orElseThrow()).isZero();
        assertThat(third.details().plan().describe())
                .contains("passed over")
                .contains("network: saved 'a', wanted 'ccc'")
                .contains("network: saved 'bb', wanted 'ccc'");
        assertThat(recoveries
                        .open()
                        .run(configured().work(state()), new Config("a"))
                        .orElseThrow())
                .isEqualTo(1);
        assertThat(recoveries
                        .open()
                        .run(configured().work(state()), new Config("bb"))
                        .orElseThrow())
                .isEqualTo(2);
    }

    @Test
    void the_matcher_of_the_job_decides_what_is_resumed() {
        RecoverableJob.Builder<Config, Integer> caseless = configured()
                .matching((saved, wanted, reader) -> saved.network().equalsIgnoreCase(wanted.network())
                        ? List.of()
                        : ConfigMatcher.<Config>exact().compare(saved, wanted, reader));
        recoveries.open().run(caseless.work(dyingAt(4)), new Config("Main"));
        assertThat(recoveries
                        .open()
                        .run(caseless.work(state()), new Config("main"))
                        .orElseThrow())
                .isEqualTo(4);
    }

    @Test
    void a_source_is_processed_in_chunks_and_resumed_where_it_stopped() {
        List<Integer> items = IntStream.range(0, 25).boxed().toList();
        List<Integer> processed = new ArrayList<>();
        AtomicInteger chunks = new AtomicInteger();
        RecoverableJob<NoConfig, Integer, Integer> job =
                job(run -> run.forEach(Source.of("numbers", items), 10, (sum, chunk) -> {
                    if (chunks.incrementAndGet() == 2) {
                        throw new IOException("died in the second chunk");
                    }
                    processed.addAll(chunk);
                    return sum + chunk.stream().mapToInt(Integer::intValue).sum();
                }));
        assertThat(recoveries.open().run(job)).isInstanceOf(RunOutcome.Failed.class);
        assertThat(recoveries.open().run(job).orElseThrow()).isEqualTo(300);
        assertThat(processed).isEqualTo(items);
    }

    @Test
    void a_clock_that_jumps_back_loses_nothing() {
        recoveries.open().run(job(dyingAt(1)));
        recoveries.moveClock(Duration.ofDays(-400));
        recoveries.open().run(job(dyingAt(2)));
        recoveries.moveClock(Duration.ofDays(2));
        RunOutcome<Integer> last = recoveries.open().run(job(state()));
        assertThat(last.orElseThrow()).isEqualTo(2);
        assertThat(recoveries.events(RecoveryEvent.AttemptStarted.class))
                .extracting(RecoveryEvent.AttemptStarted::lostWork)
                .contains(Optional.of(Duration.ZERO), Optional.of(Duration.ofDays(2)));
    }
}
