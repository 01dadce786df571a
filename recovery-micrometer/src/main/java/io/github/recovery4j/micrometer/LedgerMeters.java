package io.github.recovery4j.micrometer;

import static io.github.recovery4j.micrometer.Tag.LEDGER;

import io.github.recovery4j.event.RecoveryEvent.EntryNotRestored;
import io.github.recovery4j.event.RecoveryEvent.EntryRestored;
import io.github.recovery4j.event.RecoveryEvent.LedgerOpened;
import io.github.recovery4j.event.RecoveryEvent.LedgerRestored;
import io.github.recovery4j.event.RecoveryEvent.LossesAccepted;
import io.github.recovery4j.event.RecoveryEvent.Reconciled;
import java.util.List;

/** Ledgers, of all tenants together. */
final class LedgerMeters implements Area {

    private static final Definition OPENED =
            Definition.counter("recovery4j.ledger.opened", "ledgers that were opened", LEDGER);
    private static final Definition UNREADABLE = Definition.counter(
            "recovery4j.ledger.unreadable", "things in ledgers that could not be read when they were opened", LEDGER);
    private static final Definition ENTRIES = Definition.counter(
            "recovery4j.ledger.entries",
            "entries that a restoration came to: brought back to life, not, or not touched",
            LEDGER,
            Tag.of("result", "restored", "failed", "skipped"));
    private static final Definition RESTORE =
            Definition.timer("recovery4j.ledger.restore", "how long restorations of whole ledgers took", LEDGER);
    private static final Definition LOSSES = Definition.counter(
            "recovery4j.ledger.losses.accepted",
            "things that cannot be read, and that somebody accepted as lost",
            LEDGER);
    private static final Definition DIFFERENCES = Definition.counter(
            "recovery4j.reconcile.differences",
            "comparisons of a ledger with the world that found differences",
            LEDGER);
    private static final Definition REPAIRS = Definition.counter(
            "recovery4j.reconcile.repairs", "repairs of such differences", LEDGER, Tag.of("result", "done", "failed"));

    private final Meters meters;

    LedgerMeters(Meters meters) {
        this.meters = meters;
    }

    static List<Definition> definitions() {
        return List.of(OPENED, UNREADABLE, ENTRIES, RESTORE, LOSSES, DIFFERENCES, REPAIRS);
    }

    @Override
    public void listen(Routes routes) {
        routes.on(LedgerOpened.class, event -> {
            meters.count(OPENED, event.ledger());
            meters.count(UNREADABLE, event.unreadable(), event.ledger());
        });
        routes.on(EntryRestored.class, event -> meters.count(ENTRIES, event.ledger(), "restored"));
        routes.on(EntryNotRestored.class, event -> meters.count(ENTRIES, event.ledger(), "failed"));
        routes.on(LedgerRestored.class, event -> {
            meters.count(ENTRIES, event.skipped(), event.ledger(), "skipped");
            meters.time(RESTORE, event.took(), event.ledger());
        });
        routes.on(LossesAccepted.class, event -> meters.count(LOSSES, event.losses(), event.ledger()));
        routes.on(Reconciled.class, event -> {
            meters.count(DIFFERENCES, event.ledger());
            meters.count(REPAIRS, event.repaired(), event.ledger(), "done");
            meters.count(REPAIRS, event.failed(), event.ledger(), "failed");
        });
    }
}
