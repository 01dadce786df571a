package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Ledgers, each with one mistake that somebody has made before. */
enum LedgerMutant {
    EVENTS_ARE_ACKNOWLEDGED_BEFORE_THEY_ARE_DURABLE("events", LedgerMutants::withoutSync),
    SNAPSHOTS_ARE_DURABLE_BEFORE_THEIR_EVENTS("events", LedgerMutants::withoutSyncBeforeSnapshots),
    FAILED_SYNCS_ARE_IGNORED("events", LedgerMutants::withSyncsWhoseFailureIsIgnored),
    THE_LAST_ID_IS_GIVEN_AWAY_AGAIN("events", LedgerMutants::withoutTheLastEvent),
    THE_TAIL_BEHIND_A_SNAPSHOT_IS_FORGOTTEN("events", LedgerMutants::withoutTheTailBehindASnapshot),
    RETIREMENTS_ARE_LOST_BY_A_RESTART("events", LedgerMutants::withRetirementsThatAreLostByARestart),
    EXPIRED_ENTRIES_ARE_RESTORED("events", LedgerMutants::withTimesToLiveThatAreLostByARestart),
    UNFINISHED_SNAPSHOTS_COUNT_AS_WHOLE("snapshots", LedgerMutants::withUnfinishedSnapshotsThatCountAsWhole),
    RETIREMENTS_ARE_LOST_BY_SNAPSHOTS("snapshots", UnaryOperator.identity()) {
        @Override
        NamedJournals of(NamedJournals journals) {
            Map<Encoded, ByteBuffer> memory = new HashMap<>();
            return mutated(
                    journals,
                    "snapshots",
                    journal -> LedgerMutants.withRetirementsThatAreLostBySnapshots(journal, memory));
        }
    };

    private final String part;
    private final UnaryOperator<Journal> mutation;

    LedgerMutant(String part, UnaryOperator<Journal> mutation) {
        this.part = part;
        this.mutation = mutation;
    }

    /** Journals that make the ledger in them wrong. */
    NamedJournals of(NamedJournals journals) {
        return mutated(journals, part, mutation);
    }

    static NamedJournals mutated(NamedJournals journals, String part, UnaryOperator<Journal> mutation) {
        return new NamedJournals() {
            @Override
            public Journal open(JournalName name) {
                Journal journal = journals.open(name);
                return name.part().equals(part) ? mutation.apply(journal) : journal;
            }

            @Override
            public List<Gap> read(JournalName name, long from, JournalReader reader) {
                return journals.read(name, from, reader);
            }
        };
    }
}
