package io.github.recovery4j.testkit.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.ForwardingLog;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the compaction does no more than it has to, and does it alone. */
class CompactionWorkTest {

    private static final Path DIRECTORY = Path.of("/runs").toAbsolutePath();
    private static final int SEGMENT = 64 << 10;
    private static final int MIB = 1 << 20;

    private final SimulatedDisk simulated = new SimulatedDisk();
    private final FaultyDisk disk = new FaultyDisk(simulated);
    private final AtomicInteger snapshots = new AtomicInteger();

    private JournalStorage.Builder builder() {
        return JournalStorage.builder(DIRECTORY)
                .segmentSize(SEGMENT)
                .compactedBy(Runnable::run)
                .disk(disk);
    }

    private static boolean isSnapshot(DiskOperation operation, Path path) {
        return operation == DiskOperation.CREATE && path.endsWith("index.new");
    }

    private void countSnapshots() {
        disk.inject((operation, path) -> {
            if (isSnapshot(operation, path)) {
                snapshots.incrementAndGet();
            }
        });
    }

    private List<Path> segments() {
        return simulated.files().stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .toList();
    }

    @Test
    void what_is_as_small_as_it_can_be_is_not_written_again_when_it_is_closed() {
        List<RunKey> runs = Runs.of(100);
        try (JournalStorage storage = builder().segmentSize(MIB).open()) {
            for (RunKey run : runs) {
                Lease lease = Runs.own(storage, run);
                storage.checkpoints().record(run, new Attempts(0, 1, Attempts.Instruction.NONE), lease.token());
                storage.checkpoints().save(Runs.checkpoint(run, 1, lease, 500));
                storage.checkpoints().save(Runs.checkpoint(run, 2, lease, 10));
            }
        }
        List<Path> before = segments();
        builder().segmentSize(MIB).open().close();
        assertThat(segments()).containsAll(before);
    }

    @Test
    void records_of_a_run_that_were_released_take_no_space_after_the_closing() throws IOException {
        RunKey run = Runs.of(1).get(0);
        try (JournalStorage storage = builder().segmentSize(MIB).open()) {
            Lease lease = Runs.own(storage, run);
            storage.checkpoints().save(Runs.checkpoint(run, 1, lease, 100));
            try (Journal journal = storage.journals().open(run, lease.token())) {
                for (int i = 0; i < 100; i++) {
                    journal.append(1, Sync.now(), ByteBuffer.allocate(1_000));
                }
                journal.release(99);
            }
        }
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += simulated.read(segment).length;
        }
        assertThat(bytes).isLessThan(20_000);
        try (JournalStorage storage = builder().segmentSize(MIB).open()) {
            List<Long> left = new ArrayList<>();
            storage.journals().read(run, entry -> left.add(entry.position()));
            assertThat(left).containsExactly(99L);
        }
    }

    @Test
    void the_index_is_not_written_with_the_first_save_after_an_opening() {
        List<RunKey> runs = Runs.of(100);
        try (JournalStorage storage = builder().open()) {
            Runs.save(storage, runs, 1, 2, 500);
        }
        try (JournalStorage storage = builder().open()) {
            countSnapshots();
            Runs.save(storage, runs.subList(0, 3), 3, 3, 500);
            assertThat(snapshots).hasValue(0);
            Runs.save(storage, runs, 4, 4, 500);
            assertThat(snapshots).hasPositiveValue();
        }
    }

    @Test
    void a_compaction_that_frees_nothing_is_not_repeated_at_once() {
        AtomicInteger stuck = new AtomicInteger();
        try (JournalStorage storage = builder().open()) {
            disk.inject((operation, path) -> {
                if (operation == DiskOperation.RENAME && path.toString().endsWith(".segment")) {
                    stuck.incrementAndGet();
                    throw new IOException("it is stuck");
                }
                if (isSnapshot(operation, path)) {
                    snapshots.incrementAndGet();
                }
            });
            Runs.save(storage, Runs.of(1), 1, 400, 1_000);
        }
        assertThat(stuck).hasPositiveValue();
        assertThat(snapshots).hasValueLessThan(2 * 400 * 1_000 / (SEGMENT / 8));
    }

    @Test
    void no_more_than_a_few_mebibytes_are_copied_before_they_are_durable(@TempDir Path directory) {
        Meter meter = new Meter(Disk.local());
        List<RunKey> runs = Runs.of(16);
        JournalStorage storage = JournalStorage.builder(directory)
                .segmentSize(256 * MIB)
                .disk(meter)
                .open();
        Runs.save(storage, runs, 1, 3, MIB / 2);
        meter.most.set(0);
        storage.close();
        assertThat(meter.all.get()).as("bytes copied").isGreaterThan(16 * MIB);
        assertThat(meter.most.get()).as("bytes copied at once").isLessThan(6 * MIB);
    }

    @Test
    void closing_waits_for_a_compaction_of_another_thread() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        JournalStorage storage = builder().compactedBy(tasks::add).open();
        List<RunKey> runs = Runs.of(1);
        Runs.save(storage, runs, 1, 200, 1_000);
        disk.inject((operation, path) -> {
            if (isSnapshot(operation, path) && snapshots.incrementAndGet() == 1) {
                writing.countDown();
                await(goOn);
            }
        });
        Thread compacting = started(tasks.take());
        writing.await();
        Thread closing = started(storage::close);
        while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(snapshots).as("indexes that are being written").hasValue(1);
        goOn.countDown();
        compacting.join();
        closing.join();
        try (JournalStorage again = builder().open()) {
            assertThat(again.checkpoints().load(runs.get(0), Long.MAX_VALUE).checkpoint())
                    .hasValueSatisfying(found -> assertThat(found.generation()).isEqualTo(200));
        }
    }

    private static Thread started(Runnable action) {
        Thread thread = new Thread(action);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** Counts what is written to logs, in all and between two syncs. */
    private static final class Meter extends ForwardingDisk {

        private final AtomicLong all = new AtomicLong();
        private final AtomicLong most = new AtomicLong();

        Meter(Disk under) {
            super(under);
        }

        @Override
        public LogFile openLog(Path file) throws IOException {
            return new ForwardingLog(super.openLog(file)) {
                private long unsynced;

                @Override
                public void write(long position, List<ByteBuffer> data) throws IOException {
                    long bytes = data.stream().mapToLong(ByteBuffer::remaining).sum();
                    unsynced += bytes;
                    all.addAndGet(bytes);
                    most.accumulateAndGet(unsynced, Math::max);
                    super.write(position, data);
                }

                @Override
                public void sync() throws IOException {
                    unsynced = 0;
                    super.sync();
                }
            };
        }
    }
}
