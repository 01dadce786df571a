package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;

/** One machine under test: its disk, its clock, and what its hosts were promised. */
record Bench(StorageOpener opener, SimulatedDisk disk, ManualTime time, History history) {

    private static final Path DIRECTORY = Path.of("/var/reports").toAbsolutePath();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    Bench(StorageOpener opener) {
        this(opener, new SimulatedDisk(), ManualTime.startingAt(START), new History());
    }

    /** The machine after a crash that left the given disk. */
    Bench after(SimulatedDisk left) {
        return new Bench(opener, left, ManualTime.startingAt(time.instant()), history.copy());
    }

    Host open(Disk through) {
        return new Host(opener.open(through, DIRECTORY, time), time);
    }

    Player player(Disk through) {
        return new Player(this, through);
    }

    void requireFilesClosed() {
        if (disk.openFiles() != 0) {
            throw new AssertionError("files were left open");
        }
    }

    /** What is expected of it, in words: benches with equal words and equal disks lead to the same. */
    String expectation() {
        return history + " at " + time.instant();
    }
}
