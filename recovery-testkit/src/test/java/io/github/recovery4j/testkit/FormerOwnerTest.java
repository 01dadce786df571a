package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.SumMain.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An owner that lost its run without noticing, and comes back to write. */
class FormerOwnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path storage() {
        return directory.resolve("storage");
    }

    private KillableProcess second() throws Exception {
        return KillableProcess.java(SumMain.class)
                .arguments(storage(), Variant.WAITING, 20)
                .start();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // signals, and locks as POSIX has them
    void a_stopped_owner_whose_lock_was_dropped_by_foreign_code_is_refused_every_write_when_it_goes_on()
            throws Exception {
        Gate gate = Gate.create(directory.resolve("gate"));
        try (KillableProcess former = KillableProcess.java(LostLockMain.class)
                .arguments(storage(), gate.pipe())
                .start()) {
            former.awaitLine("ready"::equals, PATIENCE);
            former.stop();
            try (KillableProcess owner = second()) {
                owner.awaitLine(("acked " + Sum.after(2))::equals, PATIENCE);
                assertThat(owner.output()).contains("begun " + Sum.after(1));
                former.cont();
                gate.open();
                assertThat(former.awaitExit(PATIENCE)).as("%s", former).isZero();
                told(former);
                assertThat(owner.isAlive()).isTrue();
                assertNewestIs(Sum.after(2));
                refusedBecauseOf(owner);
                owner.terminate();
                assertThat(owner.awaitExit(PATIENCE)).isEqualTo(143);
            }
        }
        assertNewestIs(Sum.after(2));
    }

    private static void told(KillableProcess former) {
        assertThat(former.output())
                .filteredOn(line -> !line.startsWith("acked"))
                .startsWith("ready")
                .containsAll(Collections.nCopies(LostLockMain.LATE_WRITES, "refused"))
                .doesNotContain("wrote")
                .last()
                .asString()
                .startsWith("outcome failed (" + FencedException.class.getName());
    }

    /** The end of the former owner has not cost the present one its lock. */
    private void refusedBecauseOf(KillableProcess owner) throws Exception {
        try (KillableProcess third = second()) {
            assertThat(third.awaitExit(PATIENCE)).isZero();
            assertThat(third.output()).last().asString().startsWith("refused").contains(Long.toString(owner.pid()));
        }
    }

    private void assertNewestIs(Sum sum) {
        try (FileStorage storage = FileStorage.open(storage())) {
            assertThat(newest(storage).content()).isInstanceOfSatisfying(Content.State.class, state -> assertThat(
                            new TextCodec().decode(state.state(), Sum.class))
                    .isEqualTo(sum));
        }
    }

    private static Checkpoint newest(Storage storage) {
        List<RunKey> runs = storage.checkpoints().runs("sum");
        assertThat(runs).hasSize(1);
        return storage.checkpoints()
                .load(runs.get(0), Long.MAX_VALUE)
                .checkpoint()
                .orElseThrow();
    }

    /** The same where leases end by time: the first stands still while the hour of its lease goes by. */
    @Test
    void an_owner_that_stood_still_longer_than_its_lease_is_refused_every_write_when_it_goes_on() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        Duration ttl = Duration.ofHours(1);
        Storage shared = MemoryStorage.create(time, time);
        try (Recovery first = sharing(shared, time, ttl);
                Recovery second = sharing(shared, time, ttl)) {
            RunOutcome<Long> outcome = first.run(SumStorage.job(run -> {
                run.checkpoint(Sum.after(1));
                time.advance(ttl);
                assertThat(takeOver(second)).isInstanceOf(RunOutcome.Failed.class);
                run.checkpoint(Sum.after(9));
                return 0L;
            }));
            assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                    .isInstanceOf(FencedException.class));
            assertThat(newest(shared).content())
                    .isEqualTo(new Content.State(new TextCodec().encode(Sum.after(2)), Map.of()));
        }
    }

    @Test
    void work_that_comes_to_its_end_after_its_run_was_taken_over_has_no_result() {
        ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
        Duration ttl = Duration.ofHours(1);
        Storage shared = MemoryStorage.create(time, time);
        try (Recovery first = sharing(shared, time, ttl);
                Recovery second = sharing(shared, time, ttl)) {
            for (boolean remembered : new boolean[] {false, true}) {
                RecoverableJob<NoConfig, Sum, Long> job = SumStorage.job(run -> {
                    run.checkpoint(Sum.after(1));
                    time.advance(ttl);
                    takeOver(second);
                    return 0L;
                });
                assertThat(first.run(remembered ? job.remembering(ttl, Long.class) : job))
                        .isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                                .isInstanceOf(FencedException.class));
                assertThat(newest(shared).content())
                        .isEqualTo(new Content.State(new TextCodec().encode(Sum.after(2)), Map.of()));
            }
        }
    }

    private static Recovery sharing(Storage shared, ManualTime time, Duration ttl) {
        return Recovery.builder()
                .storage(() -> shared)
                .codec(new TextCodec())
                .time(time, time, time)
                .leaseTtl(ttl)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    private static RunOutcome<Long> takeOver(Recovery second) {
        return second.run(SumStorage.job(run -> {
            assertThat(run.state()).isEqualTo(Sum.after(1));
            run.checkpoint(Sum.after(2));
            throw new IllegalStateException("enough");
        }));
    }
}
