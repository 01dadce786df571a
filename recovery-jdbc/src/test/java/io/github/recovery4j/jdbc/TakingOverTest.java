package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What one node leaves, another one goes on with. */
class TakingOverTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final String schema = Postgres.schema();
    private final BlockingQueue<Integer> finished = new LinkedBlockingQueue<>();
    private final List<RecoveryEvent> events = new CopyOnWriteArrayList<>();

    private JdbcStorage storage() {
        return JdbcStorage.builder(Postgres.pool()).schema(schema).open();
    }

    private Recovery node(Work<NoConfig, Integer, Integer> work) {
        Recovery node = Recovery.builder()
                .storage(this::storage)
                .listener(events::add)
                .shutdownOn(ShutdownTrigger.none())
                .open();
        node.register(job(work));
        return node;
    }

    private static RecoverableJob<NoConfig, Integer, Integer> job(Work<NoConfig, Integer, Integer> work) {
        return RecoverableJob.named("count").state(Integer.class, () -> 0).work(work);
    }

    private static int failing(Run<NoConfig, Integer> run) throws IOException {
        run.checkpoint(50);
        throw new IOException("that is enough");
    }

    private Integer finishing(Run<NoConfig, Integer> run) {
        finished.add(run.state());
        return run.state();
    }

    private void leaveARun() {
        try (Recovery first = node(TakingOverTest::failing)) {
            assertThat(first.run(job(TakingOverTest::failing))).isInstanceOf(RunOutcome.Failed.class);
        }
    }

    @Test
    void what_one_node_gives_back_another_one_finishes() throws Exception {
        leaveARun();
        try (Recovery second = node(this::finishing)) {
            second.takeOver(Duration.ofMillis(50));
            assertThat(finished.poll(30, TimeUnit.SECONDS)).isEqualTo(50);
        }
    }

    @Test
    void what_a_dead_node_holds_is_finished_when_its_lease_is_over() throws Exception {
        leaveARun();
        Postgres.execute("UPDATE %s.owned SET expires_at = clock_timestamp() + interval '1 second' WHERE kind = 'run'"
                .formatted(schema));
        try (Recovery second = node(this::finishing)) {
            second.takeOver(Duration.ofMillis(50));
            assertThat(finished.poll(30, TimeUnit.SECONDS)).isEqualTo(50);
        }
        assertThat(events)
                .filteredOn(RecoveryEvent.LeaseAcquired.class::isInstance)
                .last()
                .isInstanceOfSatisfying(RecoveryEvent.LeaseAcquired.class, acquired -> assertThat(acquired.abandoned())
                        .isPresent());
    }

    @Test
    void runs_without_an_owner_are_those_that_are_unfinished_and_that_nobody_holds() {
        try (JdbcStorage here = storage();
                JdbcStorage there = storage()) {
            List<RunKey> unowned = new ArrayList<>();
            OwnedRun held = OwnedRun.create(here);
            held.save(1);
            OwnedRun givenBack = OwnedRun.create(here);
            givenBack.save(1);
            givenBack.lease().release();
            unowned.add(givenBack.run());
            OwnedRun neverSaved = OwnedRun.create(here);
            neverSaved.lease().release();
            OwnedRun expired = OwnedRun.take(here, OwnedRun.newRun(), SHORT);
            expired.save(1);
            unowned.add(expired.run());
            OwnedRun awaited = OwnedRun.take(here, OwnedRun.newRun(), SHORT);
            TwoNodesTest.takeWhenFree(there, awaited);
            assertThat(there.unowned(run -> true)).containsExactlyInAnyOrderElementsOf(unowned);
            assertThat(there.unowned(expired.run()::equals)).containsExactly(expired.run());
        }
    }
}
