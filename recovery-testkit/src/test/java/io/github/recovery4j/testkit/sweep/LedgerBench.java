package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A machine with a ledger: its disk, its clock, and what its hosts were promised. */
record LedgerBench(
        UnaryOperator<NamedJournals> journals, String script, SimulatedDisk disk, ManualTime time, LedgerModel model)
        implements Machine {

    private static final Path DIRECTORY = Path.of("/ledger").toAbsolutePath();

    LedgerBench(String script) {
        this(UnaryOperator.identity(), script);
    }

    /** Its journals may have a mistake. */
    LedgerBench(UnaryOperator<NamedJournals> journals, String script) {
        this(
                journals,
                script,
                new SimulatedDisk(),
                ManualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z")),
                new LedgerModel());
    }

    @Override
    public LedgerBench after(SimulatedDisk left) {
        return new LedgerBench(journals, script, left, ManualTime.startingAt(time.instant()), model.copy());
    }

    private LedgerHost host(Disk through) {
        NamedJournals used = journals.apply(new SmallJournals(through, DIRECTORY));
        return new LedgerHost(() -> used, time, model);
    }

    @Override
    public List<RuntimeException> run(Disk through) {
        return host(through).play(script);
    }

    /** As the next hosts would: they find what was promised, go on, and find that again. */
    @Override
    public void inspect(Disk through) {
        List<RuntimeException> failures = host(through).play("o l pz1 tb0 rc1 l c o w2 l hz hb ua1 pa3 hc c o l c");
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        requireOrder();
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
