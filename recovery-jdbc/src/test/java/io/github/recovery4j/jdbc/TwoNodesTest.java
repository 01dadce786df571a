package io.github.recovery4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RunNotCompletedException;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.storage.TransferReport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, as the database sees it: one run has one owner, and the other one has nothing to say. */
class TwoNodesTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** How often somebody asks. */
    private static final Duration PACE = Duration.ofMillis(5);

    private final String schema = Postgres.schema();

    private JdbcStorage node() {
        return JdbcStorage.builder(Postgres.pool())
                .schema(schema)
                .journalTtl(Duration.ofSeconds(1))
                .open();
    }

    static OwnedRun takeWhenFree(JdbcStorage storage, OwnedRun from) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Claim claim = storage.leases().tryAcquire(LeaseKey.of(from.run()), Owner.thisProcess(), OwnedRun.LONG);
            if (claim instanceof Claim.Acquired acquired) {
                assertThat(acquired.abandoned()).hasValueSatisfying(holder -> assertThat(holder.token())
                        .isEqualTo(from.lease().token()));
                return new OwnedRun(storage, from.run(), acquired.lease());
            }
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    @Test
    void who_was_asleep_when_its_lease_was_taken_changes_nothing_any_more() {
        try (JdbcStorage here = node();
                JdbcStorage there = node()) {
            OwnedRun asleep = OwnedRun.take(here, OwnedRun.newRun(), SHORT);
            asleep.save(1);
            OwnedRun awake = takeWhenFree(there, asleep);
            awake.save(2);
            assertThatExceptionOfType(FencedException.class).isThrownBy(() -> asleep.save(3));
            assertThat(asleep.lease().renew()).isFalse();
            assertThat(asleep.lease().release()).isFalse();
            awake.save(3);
            assertThat(awake.newest().stamp().token()).isEqualTo(awake.lease().token());
        }
    }

    /** The statement of the former owner is on its way when the next one takes the run over. */
    @Test
    void a_save_beside_a_takeover_is_seen_by_the_next_owner_or_refused() throws Exception {
        try (JdbcStorage here = node();
                JdbcStorage there = node()) {
            for (int round = 0; round < 40; round++) {
                OwnedRun former = OwnedRun.take(here, OwnedRun.newRun(), OwnedRun.LONG);
                former.save(1);
                CountDownLatch start = new CountDownLatch(1);
                CompletableFuture<Boolean> saving = CompletableFuture.supplyAsync(
                        () -> {
                            await(start);
                            try {
                                former.save(2);
                                return true;
                            } catch (FencedException e) {
                                return false;
                            }
                        },
                        OwnedRun::onItsOwnThread);
                start.countDown();
                Postgres.execute("UPDATE %s.owned SET expires_at = clock_timestamp() WHERE name = '%s'"
                        .formatted(schema, former.run().id()));
                OwnedRun next = takeWhenFree(there, former);
                long seen = next.newest().generation();
                assertThat(saving.get(20, TimeUnit.SECONDS)).isEqualTo(seen == 2);
                assertThat(next.newest().generation()).isEqualTo(seen);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void of_many_nodes_one_gets_the_lease_and_no_token_comes_twice() {
        List<JdbcStorage> nodes = List.of(node(), node(), node(), node());
        Set<Long> tokens = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 20; round++) {
            LeaseKey key = LeaseKey.of(OwnedRun.newRun());
            List<Claim> won = nodes.parallelStream()
                    .map(node -> node.leases().tryAcquire(key, Owner.thisProcess(), OwnedRun.LONG))
                    .filter(Claim.Acquired.class::isInstance)
                    .toList();
            assertThat(won).hasSize(1);
            assertThat(tokens.add(((Claim.Acquired) won.get(0)).lease().token()))
                    .isTrue();
        }
        nodes.forEach(Storage::close);
    }

    @Test
    void a_journal_of_a_node_that_went_silent_is_opened_by_the_next_and_lost_for_the_first() throws Exception {
        JournalName name = new JournalName("ledger", "", "services", "events");
        try (Proxy proxy = new Proxy(Postgres.port());
                HikariDataSource pool = Postgres.pool(proxy.source(), 2);
                JdbcStorage silent = JdbcStorage.builder(pool)
                        .schema(schema)
                        .journalTtl(Duration.ofSeconds(1))
                        .open();
                JdbcStorage next = node()) {
            Journal lost = silent.namedJournals().open(name);
            lost.append(1, Sync.now(), ByteBuffer.allocate(1));
            proxy.freeze();
            try (Journal journal = next.namedJournals().open(name)) {
                journal.append(2, Sync.now(), ByteBuffer.allocate(1));
                proxy.cut();
                proxy.thaw();
                assertThatExceptionOfType(JournalException.class)
                        .isThrownBy(() -> lost.append(3, Sync.now(), ByteBuffer.allocate(1)))
                        .withMessageContaining("is not this opening's any more");
                List<Integer> types = new ArrayList<>();
                journal.replay(0, entry -> types.add(entry.type()));
                assertThat(types).containsExactly(1, 2);
            }
        }
    }

    // through the whole library

    record Sum(long next, long sum) {}

    private Recovery recovery(javax.sql.DataSource source, Duration ttl) {
        return Recovery.builder()
                .storage(() -> JdbcStorage.builder(source)
                        .schema(schema)
                        .journalTtl(Duration.ofSeconds(2))
                        .open())
                .leaseTtl(ttl)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    private static long sum(Recovery recovery, long until) {
        return recovery.run("sum", Sum.class, () -> new Sum(1, 0), run -> {
            Sum sum = run.state();
            while (sum.next() <= 100) {
                if (sum.next() > until) {
                    throw new IllegalStateException("enough for now");
                }
                sum = new Sum(sum.next() + 1, sum.sum() + sum.next());
                run.checkpoint(sum);
            }
            return sum.sum();
        });
    }

    @Test
    void a_run_that_failed_on_one_node_is_finished_by_another() {
        try (Recovery first = recovery(Postgres.pool(), Duration.ofSeconds(10))) {
            assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(() -> sum(first, 40));
        }
        try (Recovery second = recovery(Postgres.pool(), Duration.ofSeconds(10))) {
            assertThat(sum(second, 100)).isEqualTo(5050);
        }
        assertThat(Postgres.value("SELECT count(*) FROM %s.run".formatted(schema)))
                .isEqualTo("0");
    }

    @Test
    void a_ledger_is_found_again_by_another_node() {
        try (Recovery first = recovery(Postgres.pool(), Duration.ofSeconds(10))) {
            Ledger<String, String> ledger = first.ledger("services", String.class, String.class);
            ledger.put("web", "up");
            ledger.put("db", "up");
            ledger.retire("web", "test");
        }
        try (Recovery second = recovery(Postgres.pool(), Duration.ofSeconds(10))) {
            assertThat(second.ledger("services", String.class, String.class).live())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.key()).isEqualTo("db"));
        }
    }

    @Test
    void a_node_that_hears_nothing_of_the_database_stops_its_run_before_another_can_have_it() throws Exception {
        Duration ttl = Duration.ofSeconds(6);
        CountDownLatch working = new CountDownLatch(1);
        AtomicLong stopped = new AtomicLong();
        try (Proxy proxy = new Proxy(Postgres.port());
                HikariDataSource pool = Postgres.pool(proxy.source(), 3);
                Recovery cut = recovery(pool, ttl);
                Recovery other = recovery(Postgres.pool(), ttl)) {
            CompletableFuture<Long> running = CompletableFuture.supplyAsync(
                    () -> cut.run("silent", Sum.class, () -> new Sum(1, 0), run -> {
                        run.checkpoint(new Sum(2, 1));
                        working.countDown();
                        while (!run.stopRequested()) {
                            LockSupport.parkNanos(PACE.toNanos());
                        }
                        stopped.set(System.nanoTime());
                        throw new IllegalStateException("stopped");
                    }),
                    OwnedRun::onItsOwnThread);
            working.await();
            proxy.freeze();
            long taken = 0;
            while (taken == 0) {
                try {
                    taken = other.<Sum, Long>run("silent", Sum.class, () -> new Sum(1, 0), run -> {
                        assertThat(run.state()).isEqualTo(new Sum(2, 1));
                        return System.nanoTime();
                    });
                } catch (RunNotCompletedException e) {
                    assertThat(e).hasMessageContaining("is being worked on");
                    LockSupport.parkNanos(PACE.toNanos());
                }
            }
            assertThat(stopped).hasValueGreaterThan(0);
            assertThat(taken - stopped.get()).isPositive();
            proxy.cut();
            proxy.thaw();
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> running.get(40, TimeUnit.SECONDS));
        }
    }

    @Test
    void runs_move_from_files_to_the_database(@TempDir Path directory) {
        try (Recovery files = Recovery.builder()
                .directory(directory)
                .shutdownOn(ShutdownTrigger.none())
                .open()) {
            assertThatExceptionOfType(RunNotCompletedException.class).isThrownBy(() -> sum(files, 40));
        }
        try (Recovery database = recovery(Postgres.pool(), Duration.ofSeconds(10));
                Storage old = FileStorage.open(directory)) {
            TransferReport report = database.transfer(old);
            assertThat(report.left()).isEmpty();
            assertThat(report.copied()).hasSize(1);
            assertThat(sum(database, 100)).isEqualTo(5050);
        }
    }
}
