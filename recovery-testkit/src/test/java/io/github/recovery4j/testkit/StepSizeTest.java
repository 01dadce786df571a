package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.testkit.disk.ForwardingLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step costs, in bytes that are written, however many there were before. */
class StepSizeTest {

    private static final int STEPS = 1000;

    @TempDir
    Path directory;

    private final AtomicLong written = new AtomicLong();

    /** Counts what is written over in files of fixed length, which is where records go. */
    private final class Counting extends ForwardingDisk {

        Counting() {
            super(Disk.local());
        }

        @Override
        public LogFile openLog(Path file) throws IOException {
            return new ForwardingLog(super.openLog(file)) {
                @Override
                public void write(long position, List<ByteBuffer> data) throws IOException {
                    data.forEach(part -> written.addAndGet(part.remaining()));
                    super.write(position, data);
                }
            };
        }
    }

    @Test
    void the_thousandth_step_costs_no_more_than_the_first() {
        List<Long> costs = new ArrayList<>();
        try (Recovery recovery = Recovery.builder()
                .storage(() ->
                        FileStorage.builder(directory).disk(new Counting()).open())
                .codec(new TextCodec())
                .shutdownOn(ShutdownTrigger.none())
                .open()) {
            recovery.run(
                    RecoverableJob.named("many").state(Long.class, () -> 0L).<Long>work(run -> {
                        for (int i = 0; i < STEPS; i++) {
                            long before = written.get();
                            run.step("step %04d".formatted(i), String.class, step -> "x".repeat(100));
                            costs.add(written.get() - before);
                        }
                        return 1L;
                    }));
        }
        long first = costs.get(1);
        assertThat(first).isBetween(100L, 512L);
        assertThat(costs.get(STEPS - 1)).isEqualTo(first);
        // a new segment has a first page of its own; segments grow
        assertThat(costs).allMatch(cost -> cost <= first + 4096);
        assertThat(costs.stream().filter(cost -> cost > first)).hasSizeLessThan(20);
    }
}
