package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;

/** A machine with a journal: its disk, and what its hosts were promised. */
record JournalBench(JournalOpener opener, JournalScript script, SimulatedDisk disk, JournalHistory history)
        implements Machine {

    private static final Path DIRECTORY = Path.of("/journal").toAbsolutePath();

    JournalBench(JournalOpener opener, JournalScript script) {
        this(opener, script, new SimulatedDisk(), new JournalHistory());
    }

    @Override
    public JournalBench after(SimulatedDisk left) {
        return new JournalBench(opener, script, left, history.copy());
    }

    JournalHost open(Disk through) {
        return new JournalHost(opener.open(through, DIRECTORY), history);
    }

    @Override
    public List<RuntimeException> run(Disk through) {
        return new JournalPlayer(this, through).play(script);
    }

    /** As the next hosts would: they find what was promised, go on, and find that again. */
    @Override
    public void inspect(Disk through) {
        try (JournalHost host = open(through)) {
            host.look();
            host.now(history.size());
            host.later(1);
            host.look();
            host.release();
            host.within(3000);
            host.sync();
            host.look();
        }
        try (JournalHost host = open(through)) {
            host.look();
        }
        requireOrder();
    }

    @Override
    public boolean isClear(RuntimeException failure) {
        return failure instanceof JournalException;
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
        return history.toString();
    }

    @Override
    public String toString() {
        return script.toString();
    }
}
