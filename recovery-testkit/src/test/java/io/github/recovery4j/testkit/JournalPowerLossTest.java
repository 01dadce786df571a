package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The journal of a run when the power goes, before every change of the disk: what was acknowledged is there for as long as
 * the run can be resumed, and it goes only when that is over.
 */
class JournalPowerLossTest extends StorageFixture {

    private static final Path ROOT = Path.of("/storage");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final FaultyDisk watched = new FaultyDisk(disk);

    @Override
    protected Storage open() {
        return FileStorage.builder(ROOT).disk(watched).open();
    }

    /** A moment before a change of the disk, and what was acknowledged by then. */
    private record Moment(SimulatedDisk disk, List<String> acknowledged, boolean removing, String before) {}

    @Test
    void what_was_recorded_is_there_for_as_long_as_its_run() {
        List<Moment> moments = new ArrayList<>();
        List<String> acknowledged = new ArrayList<>();
        boolean[] removing = {false};
        OwnedRun run = owned("job");
        run.save(1);
        Fault watching = (operation, path) -> moments.add(new Moment(
                disk.kill(), List.copyOf(acknowledged), removing[0], operation + " of " + path.getFileName()));
        watched.inject(watching.of(DiskOperation::isChange));
        try (Journal journal = storage().journals().open(run.run(), run.lease().token())) {
            for (String text : List.of("one", "two", "three")) {
                journal.append(1, Sync.now(), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                acknowledged.add(text);
            }
        }
        run.save(2);
        removing[0] = true;
        storage().checkpoints().remove(run.run(), run.lease().token());
        watched.heal();
        assertThat(moments).hasSizeGreaterThan(20);
        int states = 0;
        for (Moment moment : moments) {
            for (Crash crash : Crash.ofEveryKind(moments.indexOf(moment))) {
                check(moment, crash, run.run());
                states++;
            }
        }
        System.out.println("Journals of runs: %,d states of %d moments".formatted(states, moments.size()));
    }

    private static void check(Moment moment, Crash crash, RunKey run) {
        SimulatedDisk after = moment.disk().crash(crash);
        try (FileStorage storage = FileStorage.builder(ROOT).disk(after).open()) {
            String when = "%s, %s".formatted(moment.before(), crash);
            boolean resumable =
                    storage.checkpoints().load(run, Long.MAX_VALUE).checkpoint().isPresent();
            List<String> found = new ArrayList<>();
            storage.journals().read(run, entry -> found.add(new String(entry.bytes(), StandardCharsets.UTF_8)));
            if (resumable) {
                int acknowledged = moment.acknowledged().size();
                assertThat(found).as(when).hasSizeGreaterThanOrEqualTo(acknowledged);
                assertThat(found.subList(0, acknowledged)).as(when).isEqualTo(moment.acknowledged());
            } else {
                assertThat(moment.removing()).as(when).isTrue();
                assertThat(found).as(when).isEmpty();
            }
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }
}
