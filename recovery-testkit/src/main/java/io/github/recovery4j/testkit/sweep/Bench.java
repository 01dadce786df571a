package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A machine with a storage: its disk, its clock, and what its hosts were promised. */
record Bench(StorageOpener opener, Script script, SimulatedDisk disk, ManualTime time, History history)
        implements Machine {

    private static final Path DIRECTORY = Path.of("/var/reports").toAbsolutePath();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    Bench(StorageOpener opener, Script script) {
        this(opener, script, new SimulatedDisk(), ManualTime.startingAt(START), new History());
    }

    @Override
    public Bench after(SimulatedDisk left) {
        return new Bench(opener, script, left, ManualTime.startingAt(time.instant()), history.copy());
    }

    Host open(Disk through) {
        return new Host(opener.open(through, DIRECTORY, time), time);
    }

    @Override
    public List<RuntimeException> run(Disk through) {
        return new Player(this, through).play(script);
    }

    @Override
    public void inspect(Disk through) {
        new Inspection(this).inspect(through);
        requireOrder();
    }

    @Override
    public boolean isClear(RuntimeException failure) {
        return failure instanceof StoreException || failure instanceof LeaseException;
    }

    @Override
    public void expectDamage() {
        history.expectDamage();
    }

    @Override
    public long changes() {
        return history.changes();
    }

    @Override
    public String expectation() {
        return history + " at " + time.instant();
    }

    @Override
    public String toString() {
        return script.toString();
    }
}
