package io.github.recovery4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opening a storage must not remove, whatever lies beside it, and what cleaning an open one removes. */
class CleanerTest {

    private static final Instant LATER = Samples.NOW.plus(Duration.ofDays(8));

    @TempDir
    Path directory;

    private final RunKey run = Samples.run("sync");

    private FileStorage open(Retention retention, Instant now) {
        return FileStorage.builder(directory)
                .retention(retention)
                .clock(() -> now)
                .open();
    }

    private Path file(RunKey of) {
        return directory.resolve(of.job()).resolve(of.id() + "-a%20label.tmp.json");
    }

    private void save(RunKey of, long generation, Instant savedAt) {
        try (FileStorage storage = open(Retention.DEFAULT, Samples.NOW)) {
            var lease = Samples.own(storage, of);
            storage.checkpoints().save(Samples.state(of, generation, lease.token(), savedAt));
            lease.release();
        }
    }

    @Test
    void an_old_copy_under_the_name_of_another_run_does_not_cost_the_run_it_was_copied_from() throws IOException {
        save(run, 1, Samples.NOW);
        Files.copy(file(run), file(Samples.run("sync")));
        save(run, 2, LATER);
        try (FileStorage storage = open(Retention.DEFAULT, LATER)) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(Samples.state(run, 2, 2, LATER));
        }
    }

    @Test
    void an_old_copy_in_the_directory_of_another_job_does_not_either() throws IOException {
        save(run, 1, Samples.NOW);
        RunKey namesake = new RunKey("backups", run.id());
        Files.createDirectory(file(namesake).getParent());
        Files.copy(file(run), file(namesake));
        save(run, 2, LATER);
        try (FileStorage storage = open(Retention.DEFAULT, LATER)) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(Samples.state(run, 2, 2, LATER));
        }
    }

    @Test
    void a_run_from_the_end_of_time_is_kept() {
        save(run, 1, Instant.MAX);
        try (FileStorage storage = open(Retention.DEFAULT, LATER)) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(Samples.state(run, 1, 1, Instant.MAX));
        }
    }

    @Test
    void runs_can_be_kept_for_ever() {
        save(run, 1, Samples.NOW);
        try (FileStorage storage =
                open(new Retention(2, Duration.ofSeconds(Long.MAX_VALUE), Long.MAX_VALUE), Instant.MAX)) {
            assertThat(storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint())
                    .contains(Samples.state(run, 1, 1));
        }
    }

    @Test
    void a_storage_that_stays_open_is_cleaned_when_it_is_asked_to_but_for_a_run_that_is_worked_on() {
        RunKey owned = Samples.run("sync");
        AtomicReference<Instant> now = new AtomicReference<>(Samples.NOW);
        try (FileStorage storage =
                FileStorage.builder(directory).clock(now::get).open()) {
            Lease lease = Samples.own(storage, owned);
            storage.checkpoints().save(Samples.state(owned, 1, lease.token(), Samples.NOW));
            Lease former = Samples.own(storage, run);
            storage.checkpoints().save(Samples.state(run, 1, former.token(), Samples.NOW));
            former.release();
            storage.clean();
            assertThat(storage.checkpoints().runs("sync")).containsExactlyInAnyOrder(run, owned);
            now.set(LATER);
            storage.clean();
            assertThat(storage.checkpoints().runs("sync")).containsExactly(owned);
            lease.release();
            storage.clean();
            assertThat(storage.checkpoints().runs("sync")).isEmpty();
        }
    }
}
