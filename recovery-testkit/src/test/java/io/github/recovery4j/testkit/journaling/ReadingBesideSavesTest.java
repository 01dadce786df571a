package io.github.recovery4j.testkit.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Loaded;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a reader is told about a run that is saved at this moment. */
class ReadingBesideSavesTest {

    private final FaultyDisk disk = new FaultyDisk(new SimulatedDisk());

    @Test
    void the_location_is_that_of_the_generation_that_was_read() {
        try (JournalStorage storage = JournalStorage.builder(Path.of("/runs").toAbsolutePath())
                .disk(disk)
                .segmentSize(1 << 20)
                .open()) {
            RunKey run = Runs.of(1).get(0);
            Lease lease = Runs.own(storage, run);
            storage.checkpoints().save(Runs.checkpoint(run, 1, lease, 100));
            String location = storage.checkpoints().load(run, Long.MAX_VALUE).location();
            AtomicBoolean saved = new AtomicBoolean();
            disk.inject((operation, path) -> {
                if (operation == DiskOperation.OPEN && !saved.getAndSet(true)) {
                    storage.checkpoints().save(Runs.checkpoint(run, 2, lease, 100));
                }
            });
            Loaded loaded = storage.checkpoints().load(run, Long.MAX_VALUE);
            assertThat(saved).isTrue();
            assertThat(loaded.checkpoint())
                    .hasValueSatisfying(found -> assertThat(found.generation()).isEqualTo(1));
            assertThat(loaded.location()).isEqualTo(location);
        }
    }
}
