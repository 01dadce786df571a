package io.github.recovery4j.child;

import static io.github.recovery4j.process.Shell.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.TestCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.Shell;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that a supervisor keeps alive. */
@Timeout(240)
class SupervisedChildTest {

    /** So long that nothing happens in a test because of it. */
    private static final Duration NEVER = Duration.ofDays(1);

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final BackOff PAUSES = new BackOff(SOON, SOON);

    @TempDir
    Path directory;

    private final BlockingQueue<RecoveryEvent> events = new LinkedBlockingQueue<>();
    private final Recovery recovery = Recovery.builder()
            .storage(MemoryStorage::create)
            .codec(new TestCodec())
            .listener(events::add)
            .open();
    private Path file;
    private Children children;

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("file");
        children = recovery.children(directory.resolve("children"));
    }

    @AfterEach
    void close() {
        recovery.close();
    }

    private ChildDefinition.Builder script(String script) {
        return ChildDefinition.named("child", Shell.script(script, file.toString()))
                .settlingFor(SOON);
    }

    private ChildProcess started(ChildDefinition.Builder definition) throws Exception {
        ChildProcess child = children.add(definition.build());
        child.start();
        return child;
    }

    private Supervisor supervise(Subject.Builder subject) {
        return recovery.supervise(List.of(subject.build()));
    }

    private <E extends RecoveryEvent> E next(Class<E> type) throws InterruptedException {
        RecoveryEvent event = events.take();
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    private static ProcessId process(ChildProcess child) {
        return child.status().process().orElseThrow();
    }

    private static void awaitCondition(Supervisor supervisor, Condition condition) {
        await(() -> supervisor.status("child").condition() == condition ? Optional.of(true) : Optional.empty());
    }

    @Test
    void a_crash_is_noticed_at_once_and_the_child_is_started_again() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        ProcessId first = process(child);
        Supervisor supervisor = supervise(child.subject().every(NEVER, LONG));
        awaitCondition(supervisor, Condition.HEALTHY);
        child.signal("KILL");
        RecoveryEvent.FailureDetected detected = next(RecoveryEvent.FailureDetected.class);
        assertThat(detected.kind()).isEqualTo("crashed");
        assertThat(detected.reason()).contains("killed by signal 9");
        assertThat(next(RecoveryEvent.Cured.class).by()).isEqualTo("restart");
        assertThat(process(child)).isNotEqualTo(first);
        assertThat(first.isAlive()).isFalse();
        assertThat(supervisor.status("child").cures()).isEqualTo(1);
    }

    @Test
    void a_stopped_child_is_started_again() throws Exception {
        ChildProcess child = started(script("sleep 1000").stoppedFor(SOON));
        ProcessId first = process(child);
        supervise(child.subject().every(SOON, LONG));
        child.signal("STOP");
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("frozen");
        next(RecoveryEvent.Cured.class);
        assertThat(process(child)).isNotEqualTo(first);
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void a_child_that_stops_beating_is_started_again_and_cured_by_its_first_beat() throws Exception {
        ChildProcess child = started(script("while true; do test -e \"$1.quiet\" || echo x > \"$1\"; sleep 0.05; done")
                .beating(file, Duration.ofSeconds(1)));
        supervise(child.subject().every(SOON, LONG));
        await(() -> Files.exists(file) ? Optional.of(true) : Optional.empty());
        Files.createFile(Path.of(file + ".quiet"));
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("frozen");
        Files.delete(Path.of(file + ".quiet"));
        next(RecoveryEvent.Cured.class);
        assertThat(child.status().starts()).isGreaterThan(1);
    }

    @Test
    void a_child_that_is_stopped_on_purpose_stays_so() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        Supervisor supervisor = supervise(child.subject().every(SOON, LONG));
        child.stop();
        supervisor.look("child");
        awaitCondition(supervisor, Condition.HEALTHY);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.STOPPED);
        assertThat(child.status().starts()).isEqualTo(1);
        assertThat(events).isEmpty();
    }

    @Test
    void a_restart_on_purpose_is_no_failure() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        Supervisor supervisor = supervise(child.subject().every(Duration.ofMillis(1), LONG));
        for (int i = 0; i < 10; i++) {
            child.restart();
        }
        awaitCondition(supervisor, Condition.HEALTHY);
        assertThat(events).isEmpty();
        assertThat(child.status().starts()).isEqualTo(11);
    }

    @Test
    void a_child_that_ends_right_after_each_start_is_not_cured_and_somebody_is_called_when_the_budget_is_spent()
            throws Exception {
        ChildProcess child = started(script("exit 3").settlingFor(Duration.ofSeconds(10)));
        Supervisor supervisor = supervise(child.subject()
                .every(SOON, LONG)
                .curing(FailureKind.CRASHED, child.restarting().times(20, PAUSES))
                .atMost(new Budget(4, NEVER)));
        assertThat(next(RecoveryEvent.FailureDetected.class).reason()).contains("exit code 3");
        RecoveryEvent.Escalated escalated = next(RecoveryEvent.Escalated.class);
        assertThat(escalated.tries()).isEqualTo(4);
        assertThat(child.status().starts()).isEqualTo(5);
        assertThat(supervisor.status("child").condition()).isEqualTo(Condition.ESCALATED);
        assertThat(supervisor.status("child").triesLeft()).isZero();
        assertThat(supervisor.status("child")).asString().contains("exit code 3", "as often as is allowed");
        assertThat(events).isEmpty();
    }

    @Test
    void a_child_that_could_not_be_started_is_started_when_that_is_possible() throws Exception {
        Path program = directory.resolve("program");
        ChildProcess child = children.add(ChildDefinition.named("child", Command.of(program.toString(), "1000"))
                .settlingFor(SOON)
                .build());
        assertThat(Assertions.catchThrowable(child::start)).isInstanceOf(IOException.class);
        Supervisor supervisor = supervise(child.subject()
                .every(SOON, LONG)
                .resting(PAUSES)
                .breaker(new Breaker.Settings(1000, 100, SOON))
                .atMost(new Budget(100_000, NEVER))
                .curing(child.restarting().times(2, PAUSES)));
        next(RecoveryEvent.FailureDetected.class);
        Files.createSymbolicLink(program, Path.of("/bin/sleep"));
        awaitCondition(supervisor, Condition.HEALTHY);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.RUNNING);
    }

    @Test
    void a_task_that_fails_is_started_again_until_it_is_done() throws Exception {
        ChildProcess child = started(script("echo x >> \"$1\"; test $(wc -l < \"$1\") -ge 3")
                .running(Lifetime.TASK)
                .settlingFor(LONG));
        supervise(child.subject()
                .every(SOON, LONG)
                .curing(FailureKind.CRASHED, child.restarting().times(5, PAUSES)));
        next(RecoveryEvent.FailureDetected.class);
        next(RecoveryEvent.Cured.class);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.DONE);
        assertThat(child.status().starts()).isEqualTo(3);
    }

    @Test
    void what_runs_once_is_not_started_again_but_somebody_is_called() throws Exception {
        ChildProcess child = started(script("exit 1").running(Lifetime.ONCE));
        supervise(child.subject().every(SOON, LONG));
        next(RecoveryEvent.FailureDetected.class);
        assertThat(next(RecoveryEvent.Escalated.class).reason()).contains("once");
        assertThat(child.status().starts()).isEqualTo(1);
    }

    @Test
    void damage_is_mended_while_the_child_does_not_run() throws Exception {
        ChildProcess child = started(script("sleep 1000")
                .detecting(() ->
                        Files.exists(file) ? Diagnosis.failed(FailureKind.CORRUPTED, "damaged") : Diagnosis.healthy()));
        ProcessId first = process(child);
        supervise(child.subject().every(SOON, LONG).curing(FailureKind.CORRUPTED, child.mending("rebuild", failure -> {
            assertThat(first.isAlive()).isFalse();
            assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.CHANGING);
            Files.delete(file);
        })));
        Files.createFile(file);
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("corrupted");
        assertThat(next(RecoveryEvent.Cured.class).by()).isEqualTo("rebuild");
        assertThat(process(child).isAlive()).isTrue();
    }

    @Test
    void a_crash_that_turns_out_as_damage_is_mended_as_that() throws Exception {
        ChildProcess child = started(script("sleep 1000")
                .detecting(() ->
                        Files.exists(file) ? Diagnosis.failed(FailureKind.CORRUPTED, "damaged") : Diagnosis.healthy()));
        Supervisor supervisor = supervise(child.subject()
                .every(NEVER, LONG)
                .curing(FailureKind.CORRUPTED, child.mending("rebuild", failure -> Files.delete(file))));
        awaitCondition(supervisor, Condition.HEALTHY);
        Files.createFile(file);
        child.signal("KILL");
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("crashed");
        RecoveryEvent.Cured cured = next(RecoveryEvent.Cured.class);
        assertThat(cured.by()).isEqualTo("rebuild");
        assertThat(cured.tries()).isEqualTo(2);
    }

    @Test
    void a_child_that_could_not_be_mended_is_down_and_nothing_starts_it_with_the_damage() throws Exception {
        ChildProcess child =
                started(script("sleep 1000").detecting(() -> Diagnosis.failed(FailureKind.CORRUPTED, "damaged")));
        supervise(child.subject()
                .every(NEVER, LONG)
                .curing(
                        FailureKind.CORRUPTED,
                        child.mending("restore", failure -> {
                                    throw new IOException("no backup");
                                })
                                .times(1, PAUSES))
                .curing(FailureKind.CRASHED));
        next(RecoveryEvent.FailureDetected.class);
        next(RecoveryEvent.Escalated.class);
        assertThat(child.status().phase()).isEqualTo(ChildStatus.Phase.DOWN);
        assertThat(child.status().reason()).contains("could not be mended (restore)", "no backup");
        assertThat(child.status().starts()).isEqualTo(1);
    }

    @Test
    void when_one_way_to_mend_fails_the_next_is_tried() throws Exception {
        ChildProcess child = started(script("sleep 1000")
                .detecting(() ->
                        Files.exists(file) ? Diagnosis.failed(FailureKind.CORRUPTED, "damaged") : Diagnosis.healthy()));
        supervise(child.subject()
                .every(SOON, LONG)
                .curing(
                        FailureKind.CORRUPTED,
                        child.mending("restore", failure -> {
                                    throw new IOException("no backup");
                                })
                                .times(1, PAUSES),
                        child.mending("rebuild", failure -> Files.delete(file))));
        Files.createFile(file);
        next(RecoveryEvent.FailureDetected.class);
        RecoveryEvent.Cured cured = next(RecoveryEvent.Cured.class);
        assertThat(cured.by()).isEqualTo("rebuild");
        assertThat(cured.tries()).isEqualTo(2);
    }

    @Test
    void a_health_check_has_its_child_started_again() throws Exception {
        ChildProcess child = started(script("sleep 1000"));
        ProcessId first = process(child);
        recovery.monitor(List.of(HealthCheck.of(
                        "api",
                        Probe.of("api", LONG, () -> Answer.of(child.status().starts() > 1, "")))
                .every(SOON)
                .healing(child.healing())));
        next(RecoveryEvent.CheckFailed.class);
        RecoveryEvent event = events.take();
        while (!(event instanceof RecoveryEvent.Healed)) {
            event = events.take(); // that the check is up again may be told first
        }
        assertThat(event).asString().contains("restart child");
        assertThat(process(child)).isNotEqualTo(first);
    }

    @Test
    void children_end_with_their_recovery_after_nobody_starts_them_again() throws Exception {
        ChildProcess child = started(script("echo $$ >> \"$1\"; sleep 1000"));
        List<Long> pids = Shell.pids(file, 1);
        recovery.supervise(children.subjects());
        recovery.close();
        Shell.assertGone(pids);
        assertThat(child.status().starts()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(() -> recovery.children(directory.resolve("more")));
    }
}
