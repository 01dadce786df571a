package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A machine with a queue and cursors: its disk, its clock, and what its hosts were promised. */
record QueueBench(String script, SimulatedDisk disk, ManualTime time, QueueModel model) implements Machine {

    QueueBench(String script) {
        this(
                script,
                new SimulatedDisk(),
                ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")),
                new QueueModel());
    }

    /** A directory for each kind. */
    private record Kinds(Disk disk) implements NamedJournals {

        private NamedJournals of(JournalName name) {
            return new SmallJournals(disk, Path.of("/" + name.kind()).toAbsolutePath());
        }

        @Override
        public Journal open(JournalName name) {
            return of(name).open(name);
        }

        @Override
        public List<Gap> read(JournalName name, long from, JournalReader reader) {
            return of(name).read(name, from, reader);
        }
    }

    @Override
    public QueueBench after(SimulatedDisk left) {
        return new QueueBench(script, left, ManualTime.startingAt(time.instant()), model.copy());
    }

    private QueueHost host(Disk through) {
        return new QueueHost(() -> new Kinds(through), time, model);
    }

    @Override
    public List<RuntimeException> run(Disk through) {
        return host(through).play(script);
    }

    /** As the next hosts would: they find what was promised, go on, and find that again. */
    @Override
    public void inspect(Disk through) {
        List<RuntimeException> failures = host(through).play("o l k y ax sz0 hi ax hj bx1 k l c o l w2 k n l c o l");
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    @Override
    public boolean isClear(RuntimeException failure) {
        return failure instanceof JournalException;
    }

    @Override
    public void expectDamage() {
        throw new UnsupportedOperationException("damage is the matter of other tests");
    }

    @Override
    public long changes() {
        return model.changes();
    }

    @Override
    public String expectation() {
        return time.instant() + " " + model;
    }

    @Override
    public String toString() {
        return script;
    }
}
