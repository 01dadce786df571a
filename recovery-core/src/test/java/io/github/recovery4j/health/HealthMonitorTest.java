package io.github.recovery4j.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.TestCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.probe.Question;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HealthMonitorTest {

    private static final Duration SOON = Duration.ofMillis(1);
    private static final BackOff SHORT = new BackOff(SOON, SOON);

    private final BlockingQueue<RecoveryEvent> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean well = new AtomicBoolean(true);

    @TempDir
    Path directory;

    private HealthMonitor start(HealthCheck... checks) {
        return HealthMonitor.start(List.of(checks), events::add, InstantSource.system(), Ticker.system());
    }

    private static HealthCheck check(String name, Question question) {
        return HealthCheck.of(name, Probe.of(name, Duration.ofSeconds(30), question))
                .every(SOON);
    }

    private HealthCheck service() {
        return check("service", () -> Answer.of(well.get(), "as it is"));
    }

    private <E extends RecoveryEvent> E next(Class<E> type) throws InterruptedException {
        RecoveryEvent event = events.take();
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    @Test
    void it_tells_that_a_check_failed_and_that_it_is_well_again() throws Exception {
        try (HealthMonitor monitor = start(service())) {
            well.set(false);
            RecoveryEvent.CheckFailed failed = next(RecoveryEvent.CheckFailed.class);
            assertThat(failed.check()).isEqualTo("service");
            assertThat(failed.reason()).isEqualTo("as it is");
            assertThat(monitor.health()).isEqualTo(Health.UNHEALTHY);
            well.set(true);
            next(RecoveryEvent.CheckRecovered.class);
            assertThat(monitor.status("service").health()).isEqualTo(Health.HEALTHY);
        }
    }

    @Test
    void it_heals_what_is_unhealthy() throws Exception {
        well.set(false);
        try (HealthMonitor monitor = start(service().healing(Healing.of("switch on", () -> well.set(true))))) {
            next(RecoveryEvent.CheckFailed.class);
            List<RecoveryEvent> rest = List.of(events.take(), events.take()); // the check may see it first
            assertThat(rest)
                    .hasAtLeastOneElementOfType(RecoveryEvent.Healed.class)
                    .hasAtLeastOneElementOfType(RecoveryEvent.CheckRecovered.class);
            assertThat(monitor.status("service").treatment().orElseThrow().failure())
                    .isEmpty();
        }
    }

    @Test
    void it_heals_by_a_command() throws Exception {
        Path cured = directory.resolve("cured");
        HealthCheck check =
                check("file", () -> Answer.of(Files.exists(cured), "")).failingAfter(1);
        try (HealthMonitor monitor =
                start(check.healing(Healing.command(Command.of("touch", cured.toString()), Duration.ofSeconds(30))))) {
            while (monitor.health() != Health.HEALTHY) {
                Thread.onSpinWait();
            }
        }
        assertThat(cured).exists();
    }

    @Test
    void a_command_that_fails_is_a_failed_healing() throws Exception {
        HealthCheck check = check("never", () -> Answer.down("never")).failingAfter(1);
        try (HealthMonitor monitor =
                start(check.healing(Healing.command(Command.of("ls", "/no/such/file"), Duration.ofSeconds(30))))) {
            next(RecoveryEvent.CheckFailed.class);
            RecoveryEvent.Healed healed = next(RecoveryEvent.Healed.class);
            assertThat(healed.cause().orElseThrow()).hasMessageContaining("exit code 2");
            assertThat(monitor.status("never").treatment()).isPresent();
        }
    }

    @Test
    void when_the_budget_is_spent_it_says_so_once_and_heals_no_more() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Healing healing =
                Healing.of("try", tries::incrementAndGet).pausing(SHORT).atMost(new Budget(2, Duration.ofDays(1)));
        CountDownLatch asked = new CountDownLatch(100);
        HealthCheck check = check("never", () -> {
            asked.countDown();
            return Answer.down("never");
        });
        try (HealthMonitor monitor = start(check.healing(healing))) {
            next(RecoveryEvent.CheckFailed.class);
            next(RecoveryEvent.Healed.class);
            next(RecoveryEvent.Healed.class);
            assertThat(next(RecoveryEvent.HealingExhausted.class).what()).isEqualTo("try");
            asked.await();
            assertThat(events).isEmpty();
            assertThat(tries).hasValue(2);
            assertThat(monitor.status("never").healingsLeft()).isZero();
        }
    }

    @Test
    void what_is_unknown_is_not_healed() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(20);
        HealthCheck check = check("hidden", () -> {
            asked.countDown();
            return Answer.unknown("cannot tell");
        });
        try (HealthMonitor monitor = start(check.healing(Healing.of("try", tries::incrementAndGet)))) {
            asked.await();
            assertThat(monitor.status("hidden").health()).isEqualTo(Health.UNKNOWN);
        }
        assertThat(tries).hasValue(0);
        assertThat(events).isEmpty();
    }

    @Test
    void a_check_that_hangs_delays_no_other() throws Exception {
        CountDownLatch others = new CountDownLatch(20);
        HealthCheck hangs = check("hangs", () -> {
            new CountDownLatch(1).await();
            return Answer.up("");
        });
        HealthCheck other = check("other", () -> {
            others.countDown();
            return Answer.up("");
        });
        try (HealthMonitor monitor = start(hangs, other)) {
            others.await();
            assertThat(monitor.status("hangs").last()).isEmpty();
            assertThat(monitor.statuses()).extracting(CheckStatus::name).containsExactly("hangs", "other");
        }
    }

    @Test
    void a_healing_that_takes_long_does_not_keep_its_check_from_being_asked() throws Exception {
        CountDownLatch healing = new CountDownLatch(1);
        CountDownLatch askedMeanwhile = new CountDownLatch(20);
        HealthCheck check = check("never", () -> {
            if (healing.getCount() == 0) {
                askedMeanwhile.countDown();
            }
            return Answer.down("never");
        });
        try (HealthMonitor monitor = start(check.healing(Healing.of("wait", () -> {
            healing.countDown();
            new CountDownLatch(1).await();
        })))) {
            askedMeanwhile.await();
            assertThat(monitor.history("never")).hasSizeGreaterThan(20);
        }
    }

    @Test
    void of_two_checks_of_the_same_name_the_later_one_counts() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HealthCheck own = check(HealthChecks.MEMORY, () -> {
            asked.countDown();
            return Answer.up("mine");
        });
        try (HealthMonitor monitor = start(HealthChecks.memory(), HealthChecks.disk(directory), own)) {
            asked.await();
            assertThat(monitor.statuses()).extracting(CheckStatus::name).containsExactly("memory", "disk");
        }
    }

    @Test
    void an_unknown_name_is_refused() {
        try (HealthMonitor monitor = start(service())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> monitor.status("other"))
                    .withMessageContaining("[service]");
        }
    }

    @Test
    void a_recovery_that_is_closed_monitors_nothing_more() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        Recovery recovery = Recovery.builder()
                .storage(MemoryStorage::create)
                .codec(new TestCodec())
                .open();
        recovery.monitor(List.of(check("any", () -> {
            asked.countDown();
            after.incrementAndGet();
            return Answer.up("");
        })));
        asked.await();
        recovery.close();
        int before = after.get();
        assertThatIllegalStateException().isThrownBy(() -> recovery.monitor(List.of()));
        assertThat(after).hasValue(before);
    }
}
