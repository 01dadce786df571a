package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.Attempts;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.journaling.JournalStorage;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.storage.Transfer;
import io.github.recovery4j.storage.TransferReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private Storage files;
    private Storage journal;

    @BeforeEach
    void open() {
        files = FileStorage.open(directory.resolve("files"));
        journal = JournalStorage.open(directory.resolve("journal"));
    }

    @AfterEach
    void close() {
        files.close();
        journal.close();
    }

    private static OwnedRun saved(Storage storage, int generations) {
        OwnedRun run = StorageFixture.own(storage, StorageFixture.newRun("job"));
        for (int generation = 1; generation <= generations; generation++) {
            run.save(generation);
        }
        return run;
    }

    private static void record(OwnedRun run, String text) {
        try (Journal steps =
                run.storage().journals().open(run.run(), run.lease().token())) {
            steps.append(7, Sync.now(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<String> records(Storage storage, RunKey run) {
        List<String> records = new ArrayList<>();
        storage.journals()
                .read(run, entry -> records.add(entry.type() + new String(entry.bytes(), StandardCharsets.UTF_8)));
        return records;
    }

    private static Checkpoint newest(Storage storage, RunKey run) {
        return storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint().orElseThrow();
    }

    private static TransferReport transfer(Storage from, Storage to) {
        return Transfer.copy(from, to, Owner.thisProcess(), TTL);
    }

    @Test
    void a_run_is_there_with_its_state_its_attempts_and_its_steps() {
        OwnedRun run = saved(files, 3);
        record(run, "one");
        record(run, "two");
        files.checkpoints()
                .record(
                        run.run(),
                        new Attempts(3, 2, Attempts.Instruction.NONE),
                        run.lease().token());
        run.release();
        assertThat(transfer(files, journal)).isEqualTo(new TransferReport(List.of(run.run()), Map.of()));
        assertThat(newest(journal, run.run()))
                .usingRecursiveComparison()
                .ignoringFields("stamp.token")
                .isEqualTo(newest(files, run.run()));
        assertThat(journal.checkpoints().attempts(run.run())).isEqualTo(new Attempts(3, 2, Attempts.Instruction.NONE));
        assertThat(records(journal, run.run())).containsExactly("7one", "7two");
    }

    @Test
    void a_run_goes_back_with_what_was_added_to_it() {
        OwnedRun run = saved(files, 1);
        record(run, "one");
        run.release();
        transfer(files, journal);
        Lease lease = StorageFixture.acquire(journal, LeaseKey.of(run.run()));
        OwnedRun there = new OwnedRun(journal, run.run(), lease);
        there.save(2);
        record(there, "two");
        there.release();
        assertThat(transfer(journal, files).copied()).containsExactly(run.run());
        assertThat(newest(files, run.run()).generation()).isEqualTo(2);
        assertThat(records(files, run.run())).containsExactly("7one", "7two");
    }

    @Test
    void a_run_that_is_worked_on_stays_where_it_is() {
        OwnedRun busy = saved(files, 1);
        OwnedRun idle = saved(files, 1);
        idle.release();
        TransferReport report = transfer(files, journal);
        assertThat(report.copied()).containsExactly(idle.run());
        assertThat(report.left().get(busy.run())).contains("worked on");
        assertThat(journal.checkpoints().runs("job")).containsExactly(idle.run());
    }

    @Test
    void a_run_that_is_there_already_is_not_copied_again() {
        OwnedRun run = saved(files, 2);
        run.release();
        transfer(files, journal);
        assertThat(transfer(files, journal).left().get(run.run())).contains("already, with generation 2");
    }

    @Test
    void a_damaged_run_is_left_to_its_owner() throws Exception {
        OwnedRun run = saved(files, 2);
        run.release();
        try (Stream<Path> reports = Files.walk(directory.resolve("files"))) {
            Path report = reports.filter(path -> path.toString().endsWith(".tmp.json"))
                    .findFirst()
                    .orElseThrow();
            Files.write(report, new byte[] {1, 2, 3});
        }
        assertThat(transfer(files, journal).left().get(run.run())).contains("damaged");
        assertThat(journal.checkpoints().jobs()).isEmpty();
    }
}
