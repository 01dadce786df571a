package io.github.recovery4j.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.TestCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.probe.Probes;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed and stopped. */
@Timeout(60)
class SupervisorTest {

    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final BlockingQueue<RecoveryEvent> events = new LinkedBlockingQueue<>();
    private final AtomicReference<ProcessId> process = new AtomicReference<>();
    private final Recovery recovery = Recovery.builder()
            .storage(MemoryStorage::create)
            .codec(new TestCodec())
            .listener(events::add)
            .open();

    @AfterEach
    void close() throws Exception {
        recovery.close();
        if (process.get() != null) {
            process.get().stop(Duration.ZERO);
        }
    }

    private void start() throws Exception {
        process.set(Command.of("sleep", "1000").launch(directory.resolve("log")));
    }

    private void signal(String signal) throws Exception {
        Command.of("kill", "-" + signal, Long.toString(process.get().pid())).execute(LONG);
    }

    /** As the kernel tells: a stopped process is in state T. */
    private Answer goesOn() throws Exception {
        String stat =
                Files.readString(Path.of("/proc", Long.toString(process.get().pid()), "stat"));
        return Answer.of(!stat.contains(") T "), "state");
    }

    private Subject.Builder sleeper() {
        return Subject.named(
                        "sleeper",
                        FailureDetector.first(
                                () -> FailureDetector.of(FailureKind.CRASHED, Probes.process(process.get(), LONG))
                                        .diagnose(),
                                FailureDetector.of(FailureKind.FROZEN, Probe.of("goes on", LONG, this::goesOn))))
                .every(SOON, LONG);
    }

    private <E extends RecoveryEvent> E next(Class<E> type) throws InterruptedException {
        RecoveryEvent event = events.take();
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    @Test
    void a_process_that_is_killed_is_started_again() throws Exception {
        start();
        ProcessId first = process.get();
        recovery.supervise(List.of(sleeper()
                .curing(FailureKind.CRASHED, Strategy.act("start", failure -> start()))
                .build()));
        signal("KILL");
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("crashed");
        assertThat(next(RecoveryEvent.Cured.class).by()).isEqualTo("start");
        assertThat(process.get()).isNotEqualTo(first);
        assertThat(process.get().isAlive()).isTrue();
    }

    @Test
    void a_process_that_is_stopped_is_frozen_and_goes_on_after_its_cure() throws Exception {
        start();
        ProcessId first = process.get();
        Supervisor supervisor = recovery.supervise(List.of(sleeper()
                .curing(FailureKind.FROZEN, Strategy.act("continue", failure -> signal("CONT")))
                .build()));
        signal("STOP");
        assertThat(next(RecoveryEvent.FailureDetected.class).kind()).isEqualTo("frozen");
        next(RecoveryEvent.Cured.class);
        assertThat(process.get()).isEqualTo(first);
        assertThat(supervisor.status("sleeper").condition()).isEqualTo(Condition.HEALTHY);
    }

    @Test
    void a_cure_that_takes_long_delays_no_other_subject_and_ends_with_the_recovery() throws Exception {
        CountDownLatch curing = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(20);
        Subject slow = Subject.named("slow", () -> Diagnosis.failed(FailureKind.CRASHED, "always"))
                .every(SOON, LONG)
                .curing(Strategy.act("wait", failure -> {
                    curing.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        left.countDown();
                    }
                }))
                .build();
        Subject other = Subject.named("other", () -> {
                    if (curing.getCount() == 0) {
                        others.countDown();
                    }
                    return Diagnosis.healthy();
                })
                .every(SOON, LONG)
                .build();
        Supervisor supervisor = recovery.supervise(List.of(slow, other));
        others.await();
        assertThat(supervisor.statuses())
                .extracting(SubjectStatus::condition)
                .containsExactly(Condition.FAILED, Condition.HEALTHY);
        recovery.close();
        left.await();
        assertThatIllegalStateException().isThrownBy(() -> recovery.supervise(List.of(other)));
    }

    @Test
    void an_unknown_name_is_refused() {
        Supervisor supervisor = recovery.supervise(List.of());
        assertThatIllegalArgumentException().isThrownBy(() -> supervisor.retry("nobody"));
    }
}
