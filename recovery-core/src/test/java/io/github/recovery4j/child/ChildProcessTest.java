package io.github.recovery4j.child;

import static io.github.recovery4j.process.Shell.LONG;
import static io.github.recovery4j.process.Shell.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.Shell;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, and what is seen of them. */
@Timeout(240)
class ChildProcessTest {

    private static final Duration INSTANT = Duration.ofMillis(1);

    @TempDir
    Path directory;

    private Path file;
    private Children children;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("file");
        children = open(directory.resolve("children"));
    }

    private static Children open(Path home) throws Exception {
        return Children.open(home, InstantSource.system(), Ticker.system());
    }

    @AfterEach
    void close() {
        children.close();
    }

    private ChildDefinition.Builder script(String script) {
        return ChildDefinition.named("child", Shell.script(script, file.toString()));
    }

    private ChildProcess started(ChildDefinition.Builder definition) throws Exception {
        ChildProcess child = children.add(definition.build());
        child.start();
        return child;
    }

    private static Diagnosis.Failed awaitFailure(ChildProcess child) {
        return await(
                () -> diagnosis(child) instanceof Diagnosis.Failed failed ? Optional.of(failed) : Optional.empty());
    }

    private static void awaitHealthy(ChildProcess child) {
        await(() -> diagnosis(child) instanceof Diagnosis.Healthy ? Optional.of(child) : Optional.empty());
    }

    private static Diagnosis diagnosis(ChildProcess child) {
        try {
            return child.diagnose();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void touch() {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_child_that_was_not_started_is_well() throws Exception {
        ChildProcess child = children.add(script("sleep 1000").build());
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.STOPPED);
        assertThat(child.awaitEnd(LONG)).isTrue();
    }

    @Test
    void a_child_that_runs_is_well_and_starting_it_again_changes_nothing() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        ChildStatus status = child.status();
        assertThat(status.phase()).isEqualTo(ChildStatus.Phase.RUNNING);
        assertThat(status.process())
                .hasValueSatisfying(id -> assertThat(Shell.runs(id.pid())).isTrue());
        child.start();
        assertThat(child.status()).isEqualTo(status);
        assertThat(status.starts()).isEqualTo(1);
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
    }

    @Test
    void a_service_that_ends_has_crashed_whatever_its_exit_code() throws Exception {
        ChildProcess child = started(script("exit 0"));
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(awaitFailure(child).kind()).isEqualTo(FailureKind.CRASHED);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.DOWN);
        assertThat(child.status().exitCode()).hasValue(0);
    }

    @Test
    void a_task_that_ends_with_0_is_done() throws Exception {
        ChildProcess child = started(script("exit 0").running(Lifetime.TASK));
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.DONE);
    }

    @Test
    void a_task_that_ends_with_another_code_has_crashed_and_the_reason_tells_the_code() throws Exception {
        ChildProcess child = started(script("exit 7").running(Lifetime.TASK));
        assertThat(awaitFailure(child).reason()).contains("exit code 7");
        assertThat(child.status()).asString().contains("child is down", "exit code 7");
    }

    @Test
    void a_child_that_was_killed_has_crashed_and_the_reason_tells_the_signal() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        child.signal("KILL");
        Diagnosis.Failed failed = awaitFailure(child);
        assertThat(failed.kind()).isEqualTo(FailureKind.CRASHED);
        assertThat(failed.reason()).contains("killed by signal 9");
        assertThat(child.status().exitCode()).hasValue(137);
    }

    @Test
    void a_signal_is_passed_on() throws Exception {
        ChildProcess child =
                started(script("trap 'echo told >> \"$1\"' USR1; echo up >> \"$1\"; while true; do sleep 0.01; done"));
        await(() -> Files.exists(file) ? Optional.of(true) : Optional.empty());
        child.signal("USR1");
        await(() -> text().contains("told") ? Optional.of(true) : Optional.empty());
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        assertThatIllegalArgumentException().isThrownBy(() -> child.signal("9; rm"));
        child.stop();
        assertThatThrownBy(() -> child.signal("USR1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("SIGUSR1 was not sent: child is stopped");
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_child_that_is_stopped_on_purpose_is_well_and_nothing_of_it_is_left() throws Exception {
        ChildProcess child = started(script("echo $$ >> \"$1\"; sleep 1000 & echo $! >> \"$1\"; wait"));
        List<Long> pids = Shell.pids(file, 2);
        child.stop();
        Shell.assertGone(pids);
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.STOPPED);
        assertThat(child.status().exitCode()).hasValue(143);
    }

    @Test
    void what_ignores_that_it_should_end_is_killed_after_its_time_grandchildren_too() throws Exception {
        ChildProcess child = started(script(
                        "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >> \"$0\"; while true; do sleep 0.1; done' \"$1\" &"
                                + " echo $$ >> \"$1\"; while true; do sleep 0.1; done")
                .endingWithin(Duration.ofMillis(50)));
        List<Long> pids = Shell.pids(file, 2);
        child.stop();
        Shell.assertGone(pids);
        assertThat(child.status().exitCode()).hasValue(137);
    }

    @Test
    void what_a_child_left_behind_is_ended_before_it_is_started_again() throws Exception {
        ChildProcess child = started(script("setsid sleep 1000 & echo $! >> \"$1\"; exit 1"));
        awaitFailure(child);
        List<Long> left = Shell.pids(file, 1);
        assertThat(left).allMatch(Shell::runs);
        child.restart();
        Shell.assertGone(left);
        assertThat(child.status().starts()).isEqualTo(2);
    }

    @Test
    void a_stopped_process_is_frozen_after_its_time_and_can_be_ended_politely() throws Exception {
        ChildProcess child = started(script("trap 'echo bye >> \"$1\"; exit 3' TERM; echo up >> \"$1\";"
                        + " while true; do sleep 0.01; done")
                .stoppedFor(INSTANT));
        await(() -> Files.exists(file) ? Optional.of(true) : Optional.empty());
        child.signal("STOP");
        Diagnosis.Failed failed = awaitFailure(child);
        assertThat(failed.kind()).isEqualTo(FailureKind.FROZEN);
        assertThat(failed.reason()).contains("stopped by a signal");
        child.stop();
        assertThat(text()).contains("bye");
        assertThat(child.status().exitCode()).hasValue(3);
    }

    @Test
    void a_child_that_does_not_beat_is_frozen() throws Exception {
        ChildProcess child = started(
                script("sleep 1000").beating(file, Duration.ofMillis(200)).startingWithin(LONG));
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Unknown.class);
        touch();
        awaitHealthy(child);
        Diagnosis.Failed failed = awaitFailure(child);
        assertThat(failed.kind()).isEqualTo(FailureKind.FROZEN);
        assertThat(failed.reason()).contains("no heartbeat in " + file);
    }

    @Test
    void a_child_that_takes_its_time_to_start_is_not_frozen() throws Exception {
        AtomicReference<Long> now = new AtomicReference<>(0L);
        Age age = new Age(now::get);
        Starting beat = new Starting(new Heartbeat(file, Duration.ofSeconds(1), age), age, Duration.ofSeconds(30));
        now.set(Duration.ofSeconds(29).toNanos());
        assertThat(beat.diagnose())
                .isInstanceOf(Diagnosis.Unknown.class)
                .asString()
                .contains("starting");
        now.set(Duration.ofSeconds(31).toNanos());
        assertThat(beat.diagnose()).isInstanceOf(Diagnosis.Failed.class);
    }

    @Test
    void after_its_first_beat_a_child_is_not_starting_any_more() throws Exception {
        AtomicReference<Long> now = new AtomicReference<>(0L);
        Age age = new Age(now::get);
        Starting beat = new Starting(new Heartbeat(file, Duration.ofSeconds(1), age), age, Duration.ofSeconds(30));
        touch();
        assertThat(beat.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        now.set(Duration.ofSeconds(2).toNanos());
        assertThat(beat.diagnose()).isInstanceOf(Diagnosis.Failed.class);
    }

    @Test
    void what_an_earlier_life_left_is_no_beat() throws Exception {
        touch();
        Age age = new Age(() -> 0);
        assertThat(new Heartbeat(file, Duration.ofSeconds(1), age).diagnose()).isInstanceOf(Diagnosis.Unknown.class);
    }

    @Test
    void a_child_whose_probe_is_down_is_disconnected_once_it_was_up() throws Exception {
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.down("refused"));
        ChildProcess child = started(script("sleep 1000").reachedBy(Probe.of("port", LONG, answer::get)));
        assertThat(child.diagnose())
                .isInstanceOf(Diagnosis.Unknown.class)
                .asString()
                .contains("starting", "refused");
        answer.set(Answer.up(""));
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        answer.set(Answer.unknown("no route"));
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Unknown.class);
        answer.set(Answer.down("refused"));
        assertThat(awaitFailure(child).kind()).isEqualTo(FailureKind.DISCONNECTED);
    }

    @Test
    void a_child_that_has_to_answer_and_does_not_is_frozen() throws Exception {
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.up(""));
        ChildProcess child = started(script("sleep 1000").answering(Probe.of("port", LONG, answer::get), INSTANT));
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
        answer.set(Answer.unknown("timed out"));
        Diagnosis.Failed failed = awaitFailure(child);
        assertThat(failed.kind()).isEqualTo(FailureKind.FROZEN);
        assertThat(failed.reason()).contains("no answer", "timed out");
        answer.set(Answer.down("refused"));
        assertThat(awaitFailure(child).kind()).isEqualTo(FailureKind.DISCONNECTED);
    }

    @Test
    void what_a_detector_finds_is_certain_also_while_the_child_is_starting() throws Exception {
        ChildProcess child = started(script("sleep 1000")
                .beating(file, LONG)
                .detecting(() -> Diagnosis.failed(FailureKind.CORRUPTED, "bad state")));
        assertThat(child.diagnose()).isEqualTo(Diagnosis.failed(FailureKind.CORRUPTED, "bad state"));
    }

    @Test
    void a_child_that_cannot_be_started_is_down_and_the_message_says_which_command_and_why() throws Exception {
        ChildProcess child = children.add(ChildDefinition.named("child", Command.of("/no/such/program", "-x"))
                .build());
        assertThatThrownBy(child::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'/no/such/program -x' could not be started")
                .hasMessageContaining("No such file");
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.DOWN);
        assertThat(awaitFailure(child)).asString().contains("crashed", "/no/such/program");
        child.stop();
        assertThat(child.diagnose()).isInstanceOf(Diagnosis.Healthy.class);
    }

    @Test
    void what_a_child_writes_is_in_a_file_its_errors_too_and_lives_follow_each_other() throws Exception {
        ChildProcess child = started(script("echo out; echo err >&2").running(Lifetime.TASK));
        assertThat(child.awaitEnd(LONG)).isTrue();
        child.restart();
        assertThat(child.awaitEnd(LONG)).isTrue();
        assertThat(directory.resolve("children/child.log")).hasContent("out\nerr\nout\nerr\n");
    }

    @Test
    void bad_definitions_are_refused() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> ChildDefinition.named("../x", Command.of("true")));
        ChildDefinition.Builder child = script("true");
        assertThatIllegalArgumentException().isThrownBy(() -> child.writing(ProcessBuilder.Redirect.PIPE));
        assertThatIllegalArgumentException().isThrownBy(() -> child.beating(file, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> child.startingWithin(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> child.endingWithin(INSTANT.negated()));
        children.add(child.build());
        assertThatIllegalStateException().isThrownBy(() -> children.add(child.build()));
    }

    @Test
    void one_host_at_a_time_has_a_directory() {
        assertThatThrownBy(() -> open(directory.resolve("children")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kept by another process, or by somebody else in this one");
    }

    @Test
    void closing_ends_all_children_and_starts_none_any_more() throws Exception {
        ChildProcess child = started(script("echo $$ >> \"$1\"; sleep 1000"));
        List<Long> pids = Shell.pids(file, 1);
        children.close();
        Shell.assertGone(pids);
        assertThatIllegalStateException().isThrownBy(child::start).withMessageContaining("its host is ending");
        assertThatIllegalStateException()
                .isThrownBy(() -> children.add(
                        ChildDefinition.named("other", Command.of("true")).build()));
        children = open(directory.resolve("children"));
    }

    @Test
    void an_interrupt_while_closing_kills_at_once_and_is_kept() throws Exception {
        started(script("trap '' TERM; echo $$ >> \"$1\"; while true; do sleep 0.1; done")
                .endingWithin(Duration.ofDays(1)));
        List<Long> pids = Shell.pids(file, 1);
        Thread.currentThread().interrupt();
        children.close();
        assertThat(Thread.interrupted()).isTrue();
        Shell.assertGone(pids);
    }

    @Test
    void what_is_on_record_and_cannot_be_read_keeps_the_directory_closed() throws Exception {
        children.close();
        Files.writeString(directory.resolve("children/child.json"), "{\"mark\":\"nonsense\"}");
        assertThatThrownBy(() -> open(directory.resolve("children")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("child.json is not what was recorded");
    }
}
