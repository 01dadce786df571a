package io.github.recovery4j.testkit;

import static io.github.recovery4j.testkit.TextRecords.append;
import static io.github.recovery4j.testkit.TextRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A run is taken over in the middle of a record of its former owner, before each operation of the disk: the former owner is
 * refused, and what the next one recorded stays.
 */
class JournalTakeoverTest extends StorageFixture {

    private static final Path ROOT = Path.of("/storage");

    private final FaultyDisk watched = new FaultyDisk(new SimulatedDisk());

    @Override
    protected Storage open() {
        return FileStorage.builder(ROOT).disk(watched).open();
    }

    @Test
    void whoever_takes_over_in_the_middle_of_a_record_loses_nothing() {
        int refused = 0;
        int moment = 0;
        for (boolean first : new boolean[] {true, false}) {
            for (moment = 0; ; moment++) {
                OwnedRun run = owned("job");
                run.save(1);
                Journal former = journal(run);
                if (!first) {
                    append(former, "before");
                }
                List<String> next = new ArrayList<>();
                AtomicInteger left = new AtomicInteger(moment);
                Fault takeover = (operation, path) -> {
                    if (path.toString().contains(".journal") && left.getAndDecrement() == 0) {
                        watched.heal();
                        run.release();
                        OwnedRun now = own(storage(), run.run());
                        try (Journal journal = journal(now)) {
                            append(journal, "next");
                            next.addAll(records(journal));
                        }
                        now.release();
                    }
                };
                watched.inject(takeover.of(DiskOperation::isChange));
                refused += refused(former) ? 1 : 0;
                watched.heal();
                if (next.isEmpty()) {
                    break; // there are no more operations
                }
                try (Journal third = journal(own(storage(), run.run()))) {
                    assertThat(records(third)).as("moment " + moment).isEqualTo(next);
                }
            }
            assertThat(moment).isPositive();
        }
        assertThat(refused).isGreaterThan(5);
    }

    /** Whether the record of the former owner was refused; if it was not, there was no takeover. */
    private static boolean refused(Journal former) {
        try (former) {
            append(former, "late");
            return false;
        } catch (FencedException e) {
            return true;
        }
    }

    @Test
    void a_record_that_became_durable_when_the_run_was_lost_is_not_acknowledged() {
        OwnedRun run = owned("job");
        run.save(1);
        Journal former = journal(run);
        append(former, "before");
        watched.inject(((Fault) (operation, path) -> {
                    watched.heal();
                    run.release();
                })
                .of(DiskOperation.SYNC));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> append(former, "late"));
        former.close();
        assertThat(records(journal(own(storage(), run.run())))).containsExactly("before", "late");
    }

    private Journal journal(OwnedRun run) {
        return storage().journals().open(run.run(), run.lease().token());
    }
}
