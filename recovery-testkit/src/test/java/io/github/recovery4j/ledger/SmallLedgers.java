package io.github.recovery4j.ledger;

import io.github.recovery4j.durable.Snapshotting;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.TextCodec;
import java.time.InstantSource;

/** Ledgers that take many snapshots, on the calling thread, so that little has to happen for much to happen. */
public final class SmallLedgers {

    /** Texts by texts, with little history and a short memory. */
    public static final LedgerDefinition<String, String> TEXTS = LedgerDefinition.named(
                    "texts", String.class, String.class)
            .keepHistory(java.time.Duration.ofDays(1), 20_000)
            .rememberRetired(5);

    private static final long LEAST_TAIL = 4_000;

    private SmallLedgers() {}

    public static Ledgers in(NamedJournals journals, InstantSource clock) {
        return new Ledgers(journals, new TextCodec(), event -> {}, clock, new Snapshotting(Runnable::run, LEAST_TAIL));
    }
}
