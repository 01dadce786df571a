package io.github.recovery4j.testkit;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Something that fails and cannot be cured, and a check that is down, with as much said as is needed and no more:
 *
 * <pre>
 * escalated with 4 tries left     a cure did not help
 * unhealthy after 3 failures
 * </pre>
 */
final class SettingsMain {

    private SettingsMain() {}

    /** Arguments: none. */
    public static void main(String[] arguments) throws InterruptedException {
        BlockingQueue<RecoveryEvent> events = new LinkedBlockingQueue<>();
        try (Recovery recovery = Recovery.builder()
                .storage(MemoryStorage::create)
                .codec(new TextCodec())
                .listener(events::add)
                .open()) {
            Supervisor supervisor = recovery.supervise(
                    List.of(Subject.named("hopeless", () -> Diagnosis.failed(FailureKind.CRASHED, "always"))
                            .curing(Strategy.act("try", failure -> {}))
                            .build()));
            await(events, RecoveryEvent.Escalated.class);
            System.out.printf(
                    "escalated with %d tries left%n",
                    supervisor.status("hopeless").triesLeft());
            recovery.monitor(List.of(
                    HealthCheck.of("down", Probe.of("down", Duration.ofSeconds(30), () -> Answer.down("always")))));
            System.out.printf(
                    "unhealthy after %d failures%n",
                    await(events, RecoveryEvent.CheckFailed.class).failures());
        }
    }

    private static <E extends RecoveryEvent> E await(BlockingQueue<RecoveryEvent> events, Class<E> type)
            throws InterruptedException {
        RecoveryEvent event = events.take();
        while (!type.isInstance(event)) {
            event = events.take();
        }
        return type.cast(event);
    }
}
