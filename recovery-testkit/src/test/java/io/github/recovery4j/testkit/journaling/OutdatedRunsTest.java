package io.github.recovery4j.testkit.journaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What opening a storage in a journal removes, and what it keeps. */
class OutdatedRunsTest {

    private static final Path DIRECTORY = Path.of("/runs").toAbsolutePath();
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONG = Duration.ofDays(400);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final RunKey run = Runs.of(1).get(0);

    private JournalStorage open(Instant now, Duration maxAge) {
        return JournalStorage.builder(DIRECTORY)
                .segmentSize(16 << 10)
                .clock(() -> now)
                .maxAge(maxAge)
                .disk(disk)
                .open();
    }

    private void save(Instant savedAt, Content content, Duration maxAge) {
        try (JournalStorage storage = open(NOW, maxAge)) {
            Lease lease = Runs.own(storage, run);
            storage.checkpoints().save(Runs.checkpoint(run, new Stamp(1, lease.token(), savedAt), content));
        }
    }

    private void doStep() {
        try (JournalStorage storage = open(NOW, WEEK);
                Journal journal =
                        storage.journals().open(run, Runs.own(storage, run).token())) {
            journal.append(1, Sync.now(), ByteBuffer.wrap(new byte[100]));
        }
    }

    private boolean isThere(Instant now, Duration maxAge) {
        try (JournalStorage storage = open(now, maxAge)) {
            boolean found =
                    storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint().isPresent();
            assertThat(storage.checkpoints().runs("job")).hasSize(found ? 1 : 0);
            return found;
        }
    }

    private static Content result(Instant keepUntil) {
        return new Content.Result(Runs.bytes(100), keepUntil);
    }

    @Test
    void a_finished_run_is_kept_as_long_as_it_was_asked_for_to_the_millisecond() {
        save(NOW, result(NOW.plus(LONG).plusMillis(900)), WEEK);
        assertThat(isThere(NOW.plus(LONG).plusMillis(800), WEEK)).isTrue();
        assertThat(isThere(NOW.plus(LONG).plusSeconds(1), WEEK)).isFalse();
    }

    @Test
    void the_steps_of_a_finished_run_go_with_it() {
        save(NOW, result(NOW.plus(LONG)), WEEK);
        doStep();
        assertThat(isThere(NOW.plus(LONG).minusSeconds(1), WEEK)).isTrue();
        assertThat(isThere(NOW.plus(LONG), WEEK)).isFalse();
        List<Object> left = new ArrayList<>();
        try (JournalStorage storage = open(NOW.plus(LONG), WEEK)) {
            storage.journals().read(run, left::add);
        }
        assertThat(left).isEmpty();
    }

    @Test
    void an_unfinished_run_goes_when_it_has_saved_nothing_for_too_long() {
        save(NOW, Runs.state(100), WEEK);
        assertThat(isThere(NOW.plus(WEEK).minusSeconds(1), WEEK)).isTrue();
        assertThat(isThere(NOW.plus(WEEK).plusSeconds(1), WEEK)).isFalse();
    }

    @Test
    void an_unfinished_run_that_has_done_steps_is_kept_however_old_it_is() {
        save(NOW, Runs.state(100), WEEK);
        doStep();
        assertThat(isThere(NOW.plus(LONG), WEEK)).isTrue();
    }

    @Test
    void a_run_from_the_end_of_time_is_kept() {
        save(Instant.MAX, Runs.state(100), WEEK);
        assertThat(isThere(NOW.plus(LONG), WEEK)).isTrue();
    }

    @Test
    void runs_can_be_kept_for_ever() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        save(NOW, Runs.state(100), ever);
        assertThat(isThere(Instant.MAX, ever)).isTrue();
    }

    @Test
    void a_result_is_kept_beyond_the_year_2038_if_it_was_asked_for() {
        Instant late = Instant.parse("2060-01-01T00:00:00Z");
        save(NOW, result(late), WEEK);
        assertThat(isThere(late.minusSeconds(1), WEEK)).isTrue();
        assertThat(isThere(late, WEEK)).isFalse();
    }
}
