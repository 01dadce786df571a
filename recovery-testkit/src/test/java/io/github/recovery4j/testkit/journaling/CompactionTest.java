package io.github.recovery4j.testkit.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import io.github.recovery4j.testkit.sweep.CrashSweep;
import io.github.recovery4j.testkit.sweep.Script;
import io.github.recovery4j.testkit.sweep.StorageOpener;
import io.github.recovery4j.testkit.sweep.SweepReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CompactionTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Path DIRECTORY = Path.of("/runs").toAbsolutePath();
    private static final int SEGMENT = 16 << 10;

    /** From the tenth on, nearly every save of the crashed script compacts. */
    private static final int CRASHED_SAVES = Boolean.getBoolean("nightly") ? 150 : 40;

    private final SimulatedDisk disk = new SimulatedDisk();

    private JournalStorage open() {
        return JournalStorage.builder(DIRECTORY)
                .segmentSize(SEGMENT)
                .compactedBy(Runnable::run)
                .disk(disk)
                .open();
    }

    private long bytesOnDisk() throws Exception {
        long bytes = 0;
        for (Path file : disk.files()) {
            bytes += disk.read(file).length;
        }
        return bytes;
    }

    @Test
    void the_journal_stays_as_small_as_what_is_live_however_often_it_is_saved() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<RunKey, Long> saved = new HashMap<>();
        List<RunKey> runs = random.longs(20)
                .mapToObj(number -> new RunKey("job" + number % 3, RunId.create(Instant.ofEpochMilli(number >>> 20))))
                .toList();
        for (int life = 0; life < 3; life++) {
            try (JournalStorage storage = open()) {
                Map<RunKey, Lease> leases = new HashMap<>();
                runs.forEach(run -> leases.put(run, Runs.own(storage, run)));
                for (int i = 0; i < 2_000; i++) {
                    RunKey run = runs.get(random.nextInt(runs.size()));
                    long generation = saved.getOrDefault(run, 0L) + 1;
                    storage.checkpoints()
                            .save(Runs.checkpoint(run, generation, leases.get(run), random.nextInt(1_000)));
                    saved.put(run, generation);
                }
                saved.forEach((run, generation) -> {
                    assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                            .as("seed %d", SEED)
                            .hasValueSatisfying(
                                    found -> assertThat(found.generation()).isEqualTo(generation));
                    assertThat(storage.checkpoints().load(run, generation).checkpoint())
                            .as("the generation before, seed %d", SEED)
                            .hasValueSatisfying(
                                    found -> assertThat(found.generation()).isEqualTo(generation - 1));
                });
            }
            assertThat(bytesOnDisk()).as("seed %d", SEED).isLessThan(8L * SEGMENT);
        }
    }

    @Test
    void readers_and_savers_do_not_notice_it() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (JournalStorage storage = JournalStorage.builder(DIRECTORY)
                .segmentSize(SEGMENT)
                .disk(disk)
                .open()) {
            List<Future<?>> savers = new ArrayList<>();
            List<Future<?>> readers = new ArrayList<>();
            AtomicBoolean saving = new AtomicBoolean(true);
            for (int i = 0; i < 4; i++) {
                RunKey run = new RunKey("job", RunId.create(Instant.ofEpochMilli(i)));
                Lease lease = Runs.own(storage, run);
                storage.checkpoints().save(Runs.checkpoint(run, 1, lease, 500));
                savers.add(threads.submit(() -> {
                    for (int generation = 2; generation <= 1_000; generation++) {
                        storage.checkpoints().save(Runs.checkpoint(run, generation, lease, 500));
                    }
                }));
                readers.add(threads.submit(() -> {
                    for (long newest = 1; saving.get(); ) {
                        Loaded loaded = storage.checkpoints().load(run, Long.MAX_VALUE);
                        assertThat(loaded.damages()).isEmpty();
                        long found = loaded.checkpoint().orElseThrow().generation();
                        assertThat(found).isGreaterThanOrEqualTo(newest);
                        newest = found;
                    }
                }));
            }
            for (Future<?> saver : savers) {
                saver.get(1, TimeUnit.MINUTES);
            }
            saving.set(false);
            for (Future<?> reader : readers) {
                reader.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_host_that_is_started_again_and_again_takes_no_more_space() throws Exception {
        RunKey run = new RunKey("job", RunId.create(Instant.EPOCH));
        for (int generation = 1; generation <= 300; generation++) {
            try (JournalStorage storage = open()) {
                assertThat(storage.checkpoints()
                                .load(run, Long.MAX_VALUE)
                                .checkpoint()
                                .isPresent())
                        .isEqualTo(generation > 1);
                storage.checkpoints().save(Runs.checkpoint(run, generation, Runs.own(storage, run), 100));
            }
        }
        assertThat(disk.files()).hasSizeLessThan(80);
        assertThat(bytesOnDisk()).isLessThan(80L * 6_000);
    }

    @Test
    void what_is_closed_takes_little_more_than_what_is_live() throws Exception {
        List<RunKey> runs = Runs.of(100);
        try (JournalStorage storage = JournalStorage.builder(DIRECTORY)
                .segmentSize(1 << 20)
                .disk(disk)
                .open()) {
            Runs.save(storage, runs, 1, 10, 1_000);
        }
        assertThat(bytesOnDisk()).isLessThan(2 * 100 * 1_250L);
        try (JournalStorage storage = open()) {
            for (RunKey run : runs) {
                assertThat(storage.checkpoints().load(run, 10).checkpoint())
                        .hasValueSatisfying(
                                found -> assertThat(found.generation()).isEqualTo(9));
            }
        }
    }

    @Test
    void tokens_grow_even_if_the_index_is_lost_after_it() throws Exception {
        RunKey run = new RunKey("job", RunId.create(Instant.EPOCH));
        long token;
        try (JournalStorage storage = open()) {
            Lease lease = Runs.own(storage, run);
            token = lease.token();
            for (int generation = 1; generation <= 200; generation++) {
                storage.checkpoints().save(Runs.checkpoint(run, generation, lease, 1_000));
            }
        }
        disk.delete(DIRECTORY.resolve("index"));
        try (JournalStorage storage = open()) {
            assertThat(Runs.own(storage, run).token()).isGreaterThan(token);
        }
    }

    @Test
    void a_crash_within_the_compaction_loses_nothing() {
        StorageOpener opener = (on, directory, clock) -> JournalStorage.builder(directory)
                .segmentSize(8 << 10)
                .compactedBy(Runnable::run)
                .disk(on)
                .clock(clock)
                .ticker(() -> 0)
                .open();
        Script script = Script.of("open own0 own1 own2 save1 count1 save2 remove2 %sclose open own1 save1 close"
                .formatted("save0 ".repeat(CRASHED_SAVES)));
        SweepReport report = new CrashSweep(opener, SEED, 200).run(script);
        System.out.printf("Crashes of a compaction: %s, seed %d%n", report, SEED);
        assertThat(report.states()).isGreaterThan(1_000);
    }
}
