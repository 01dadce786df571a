package io.github.recovery4j;

import static io.github.recovery4j.Jobs.configured;
import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.Jobs.Config;
import io.github.recovery4j.environment.BeyondRepairException;
import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.NamePattern;
import io.github.recovery4j.environment.Processes;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.EnvironmentValidator;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.plan.Validators;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.step.Breaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose environment changed while it was dead. */
@Timeout(240)
class EnvironmentsTest {

    private static final NamePattern NAME = NamePattern.of("sync-{network}");
    private static final Config MAINNET = new Config("mainnet");

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory.resolve("runs"));

    private final Scripted scripted = new Scripted();

    @BeforeEach
    void a_run_that_died_at_9() {
        recoveries.open().run(configured().work(dyingAt(9)), MAINNET);
    }

    @AfterEach
    void dispose() throws Exception {
        processes().dispose("sync-mainnet");
    }

    @Test
    void a_run_is_resumed_while_its_services_are_up_and_every_check_is_in_the_plan() {
        scripted.present(
                Answer.up("RUNNING"), "el", Answer.up(""), "cl", Answer.up(""), "metrics", Answer.down("exited"));
        RecoverableJob<Config, Integer, Integer> job =
                job(scripted().requires("el", "cl").optional("metrics", "grafana"));
        assertThat(recoveries.open().plan(job, MAINNET).describe())
                .startsWith("Resume job")
                .contains(
                        "environment sync-mainnet passed: RUNNING",
                        "el passed",
                        "cl passed",
                        "metrics warned: exited",
                        "grafana warned: missing, there are [el, cl, metrics]");
        assertThat(recoveries.open().run(job, MAINNET).orElseThrow()).isEqualTo(9);
        assertThat(scripted.done).isEmpty();
    }

    @Test
    void when_required_services_are_down_or_missing_it_is_disposed_of_and_begun_anew() {
        scripted.present(Answer.up("RUNNING"), "el", Answer.down("STOPPED"), "vc", Answer.unknown("?"));
        RecoverableJob<Config, Integer, Integer> job =
                job(scripted().requires(config -> List.of("el", "cl-" + config.network(), "vc")));
        RecoveryPlan<Config, Integer> plan = recoveries.open().plan(job, MAINNET);
        assertThat(plan.describe())
                .startsWith("Start job fresh: what run")
                .contains("first: dispose of environment sync-mainnet")
                .contains("el failed: STOPPED", "cl-mainnet failed: missing", "vc unknown: ?");
        assertThat(scripted.done).isEmpty();
        assertThat(recoveries.open().run(job, MAINNET).orElseThrow()).isZero();
        assertThat(scripted.done).containsExactly("dispose of sync-mainnet");
    }

    @Test
    void an_environment_that_is_absent_or_stopped_is_gone() {
        for (Inspection gone : List.of(
                new Inspection.Absent("not listed"), new Inspection.Present(Answer.down("STOPPED"), Map.of()))) {
            scripted.seen = gone;
            assertThat(recoveries.open().plan(job(scripted()), MAINNET).describe())
                    .startsWith("Start job fresh")
                    .contains("environment sync-mainnet failed: ");
        }
    }

    @Test
    void what_cannot_be_told_of_an_environment_refuses_and_keeps_the_run() {
        scripted.present(Answer.up(""), "el", Answer.up(""), "cl", Answer.unknown("engine down"));
        assertRefused(scripted().requires("el", "cl"), "cl unknown: engine down");
        scripted.present(Answer.unknown("PAUSED"), "el", Answer.up(""));
        assertRefused(scripted().requires("el"), "environment sync-mainnet unknown: PAUSED");
        scripted.present(Answer.unknown("STARTING"));
        assertRefused(scripted().requires("el"), "environment sync-mainnet unknown: STARTING");
        scripted.seen = new Inspection.Unknown("docker is down");
        assertRefused(scripted().requires("el"), "environment sync-mainnet unknown: docker is down");
        assertRefused(Validators.environment(throwing(), Jobs.Config::network), "java.io.IOException: no such program");
        assertThat(recoveries.open().run(configured().work(state()), MAINNET).orElseThrow())
                .isEqualTo(9);
    }

    @Test
    void an_adapter_that_hangs_holds_nobody_up() {
        CountDownLatch released = new CountDownLatch(1);
        scripted.before = () -> {
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
        };
        assertRefused(scripted().timeout(Duration.ofMillis(100)), "no answer within PT0.1S");
        released.countDown();
    }

    @Test
    void who_is_interrupted_while_an_environment_is_looked_at_is_cancelled_and_keeps_the_run() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        scripted.before = () -> {
            asked.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            interrupted.countDown();
        };
        FutureTask<RunOutcome<Integer>> running =
                new FutureTask<>(() -> recoveries.open().run(job(scripted()), MAINNET));
        Thread thread = new Thread(running);
        thread.start();
        asked.await();
        thread.interrupt();
        assertThat(running.get()).isInstanceOf(RunOutcome.Cancelled.class);
        interrupted.await();
        assertThat(scripted.done).isEmpty();
        assertThat(recoveries.open().run(configured().work(state()), MAINNET).orElseThrow())
                .isEqualTo(9);
    }

    @Test
    void after_too_many_doubts_it_is_not_asked_for_a_while() {
        scripted.seen = new Inspection.Unknown("docker is down");
        Breaker breaker = Breaker.named("docker", new Breaker.Settings(2, 100, Duration.ofHours(1)));
        EnvironmentValidator<Config> validator = scripted().breaker(breaker);
        assertRefused(validator, "docker is down");
        assertRefused(validator, "docker is down");
        assertRefused(validator.requires("el"), "docker has failed too often");
    }

    private void assertRefused(EnvironmentValidator<Config> validator, String because) {
        RunOutcome<Integer> outcome = recoveries.open().run(job(validator), MAINNET);
        assertThat(outcome).isInstanceOf(RunOutcome.Refused.class);
        assertThat(outcome.details().plan().describe()).contains(because);
        assertThat(scripted.done).isEmpty();
    }

    @Test
    void a_doubt_is_not_repaired_and_a_stopped_service_is() {
        EnvironmentValidator<Config> repairing = scripted().requires("el", "cl").repairing((name, services) -> {
            scripted.done.add("repair %s of %s".formatted(services, name));
            scripted.present(Answer.up(""), "el", Answer.up(""), "cl", Answer.up(""));
        });
        scripted.present(Answer.up(""), "el", Answer.down("STOPPED"), "cl", Answer.unknown("?"));
        assertRefused(repairing, "cl unknown");
        scripted.present(Answer.up(""), "el", Answer.down("STOPPED"), "cl", Answer.up(""));
        assertThat(recoveries.open().plan(job(repairing), MAINNET).describe())
                .contains("after repairs: [repair environment sync-mainnet, services [el]"
                        + " (or, if it is beyond repair, dispose of environment sync-mainnet)]");
        assertThat(scripted.done).isEmpty();
        assertThat(recoveries.open().run(job(repairing), MAINNET).orElseThrow()).isEqualTo(9);
        assertThat(scripted.done).containsExactly("repair [el] of sync-mainnet");
    }

    @Test
    void what_a_repair_finds_beyond_it_is_disposed_of_and_begun_anew() {
        EnvironmentValidator<Config> repairing = scripted().requires("el").repairing((name, services) -> {
            scripted.done.add("repair %s of %s".formatted(services, name));
            throw new BeyondRepairException("it was stopped for good");
        });
        scripted.present(Answer.down("STOPPED"), "el", Answer.unknown("?"));
        RunOutcome<Integer> outcome = recoveries.open().run(job(repairing), MAINNET);
        assertThat(outcome.orElseThrow()).isZero();
        assertThat(scripted.done).containsExactly("repair [] of sync-mainnet", "dispose of sync-mainnet");
        assertThat(outcome.details().plan().describe())
                .startsWith("Start job fresh: what run")
                .contains("is beyond repair, it was stopped for good", "first: dispose of environment sync-mainnet");
        assertThat(recoveries.events(RecoveryEvent.Discarded.class)).hasSize(1);
        assertThat(recoveries.events(RecoveryEvent.Repaired.class)).isEmpty();
    }

    @Test
    void a_repair_that_only_failed_this_time_keeps_the_run() {
        EnvironmentValidator<Config> repairing = scripted().requires("el").repairing((name, services) -> {
            throw new IOException("engine down");
        });
        scripted.present(Answer.up(""), "el", Answer.down("STOPPED"));
        RunOutcome<Integer> outcome = recoveries.open().run(job(repairing), MAINNET);
        assertThat(outcome).isInstanceOf(RunOutcome.Refused.class);
        assertThat(outcome.describe()).contains("engine down");
        assertThat(scripted.done).isEmpty();
    }

    @Test
    void an_inspection_needs_a_time() {
        assertThatThrownBy(() -> scripted().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Validators.within(Duration.ofSeconds(-1), Validators.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_absent_is_not_repaired() {
        scripted.seen = new Inspection.Absent("not listed");
        EnvironmentValidator<Config> repairing = scripted().repairing((name, services) -> scripted.done.add("repair"));
        assertThat(recoveries.open().run(job(repairing), MAINNET).orElseThrow()).isZero();
        assertThat(scripted.done).containsExactly("dispose of sync-mainnet");
    }

    @Test
    void a_run_on_real_processes_is_resumed_while_they_live_and_begun_anew_in_a_clean_place_when_one_is_dead()
            throws Exception {
        ProcessId el = start("el");
        ProcessId cl = start("cl");
        RecoverableJob<Config, Integer, Integer> job =
                job(Validators.environment(processes(), EnvironmentsTest::name).requires("el", "cl"));
        assertThat(recoveries.open().plan(job, MAINNET)).isInstanceOf(RecoveryPlan.Resume.class);
        el.stop(Duration.ofSeconds(10));
        assertThat(recoveries.open().run(job, MAINNET).orElseThrow()).isZero();
        assertThat(cl.isAlive()).isFalse();
        assertThat(processes().inspect("sync-mainnet")).isInstanceOf(Inspection.Absent.class);
        assertThat(recoveries.events(RecoveryEvent.Discarded.class)).hasSize(1);
    }

    private ProcessId start(String service) throws IOException {
        return processes().start("sync-mainnet", service, Command.of("sleep", "1000"), Map.of());
    }

    private Processes processes() {
        return Processes.in(directory.resolve("environments"));
    }

    private static String name(Config config) {
        return NAME.format(Map.of("network", config.network()));
    }

    private static RecoverableJob<Config, Integer, Integer> job(EnvironmentValidator<Config> validator) {
        return configured().patience(Patience.NONE).validating(validator).work(state());
    }

    private EnvironmentValidator<Config> scripted() {
        return Validators.environment(scripted, EnvironmentsTest::name);
    }

    private static Environment throwing() {
        return new Environment() {
            @Override
            public Inspection inspect(String name) throws IOException {
                throw new IOException("no such program");
            }

            @Override
            public void dispose(String name) throws IOException {
                throw new IOException("no such program");
            }
        };
    }

    /** Sees what it is told to see, and remembers what was done. */
    private static final class Scripted implements Environment {

        private final List<String> done = new ArrayList<>();
        private volatile Inspection seen = new Inspection.Absent("");
        private volatile Runnable before = () -> {};

        void present(Answer state, Object... services) {
            Map<String, Service> listed = new LinkedHashMap<>();
            for (int i = 0; i < services.length; i += 2) {
                listed.put((String) services[i], Service.of((Answer) services[i + 1]));
            }
            seen = new Inspection.Present(state, listed);
        }

        @Override
        public Inspection inspect(String name) {
            before.run();
            return seen;
        }

        @Override
        public void dispose(String name) {
            done.add("dispose of " + name);
        }
    }
}
