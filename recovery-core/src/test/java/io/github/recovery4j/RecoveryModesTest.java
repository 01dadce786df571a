package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.RecoveryMode;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Recovery that is required, done as well as it goes, or switched off. */
class RecoveryModesTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void recovery_that_does_not_work_fails_when_it_is_required_and_degrades_when_it_is_not() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        RecoveryBuilder builder = Recovery.builder()
                .directory(file)
                .codec(new TestCodec())
                .listener(recoveries::hear)
                .shutdownOn(ShutdownTrigger.none());
        assertThatThrownBy(builder::open).isInstanceOf(StoreException.class).hasMessageContaining(file.toString());
        Recovery degraded = recoveries.open(builder.mode(RecoveryMode.BEST_EFFORT));
        assertThat(degraded.run(job(run -> {
                            run.checkpoint(1);
                            return run.state();
                        }))
                        .orElseThrow())
                .isEqualTo(1);
        assertThat(recoveries.events(RecoveryEvent.Degraded.class)).hasSize(1);
    }

    @Test
    void recovery_that_breaks_in_the_middle_degrades_when_it_is_not_required() {
        AtomicBoolean broken = new AtomicBoolean();
        Recovery recovery = recoveries.open(recoveries
                .builder()
                .mode(RecoveryMode.BEST_EFFORT)
                .storage(() -> new BreakingStorage(FileStorage.open(directory), broken)));
        assertThat(recovery.run(job(run -> {
                            broken.set(true);
                            run.checkpoint(1);
                            run.checkpoint(2);
                            return run.state();
                        }))
                        .orElseThrow())
                .isEqualTo(2);
        assertThat(recoveries.events(RecoveryEvent.SaveFailed.class)).hasSize(2);
        assertThat(recovery.run(job(run -> 7)).orElseThrow()).isEqualTo(7);
        assertThat(recoveries.events(RecoveryEvent.Degraded.class)).hasSize(1);
    }

    @Test
    void recovery_can_be_switched_off() {
        Recovery off = recoveries.open(
                Recovery.builder().mode(RecoveryMode.OFF).codec(new TestCodec()).directory(directory));
        off.run(job(dyingAt(3)));
        assertThat(directory).isEmptyDirectory();
    }
}
