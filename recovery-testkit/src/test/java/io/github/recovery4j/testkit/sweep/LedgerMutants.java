package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Journals that make a ledger wrong: each does between the ledger and its journal what a mistake in the ledger would have come
 * to. The numbers are those of the records; see {@code EventRecord}, {@code Change}, {@code LedgerFold} and {@code Snapshots}.
 */
final class LedgerMutants {

    private static final int PUT = 1;
    private static final int RETIRED = 3;
    private static final int RECOVERED = 5;
    private static final int SNAPSHOT_HEAD = 1;
    private static final int SNAPSHOT_PART = 2;
    private static final int SNAPSHOT_END = 5;

    private LedgerMutants() {}

    static Journal withoutSync(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public void sync(long position) {}
        };
    }

    static Journal withoutSyncBeforeSnapshots(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public void sync() {}
        };
    }

    static Journal withSyncsWhoseFailureIsIgnored(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public void sync(long position) {
                try {
                    super.sync(position);
                } catch (JournalException e) {
                    return;
                }
            }
        };
    }

    /** So that its id is given away again. */
    static Journal withoutTheLastEvent(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                Deque<Entry> held = new ArrayDeque<>();
                return super.replay(from, entry -> {
                    if (!held.isEmpty()) {
                        reader.read(held.remove());
                    }
                    held.add(new Entry(entry.position(), entry.type(), ByteBuffer.wrap(entry.bytes())));
                });
            }
        };
    }

    static Journal withoutTheTailBehindASnapshot(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                return from == 0 ? super.replay(from, reader) : List.of();
            }
        };
    }

    static Journal withRetirementsThatAreLostByARestart(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                return super.replay(
                        from,
                        entry -> reader.read(
                                entry.type() == RETIRED
                                        ? new Entry(entry.position(), RECOVERED, ByteBuffer.wrap(entry.bytes()))
                                        : entry));
            }
        };
    }

    static Journal withTimesToLiveThatAreLostByARestart(Journal events) {
        return new ForwardingJournal(events) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                return super.replay(
                        from,
                        entry -> reader.read(
                                entry.type() == PUT
                                        ? new Entry(
                                                entry.position(), PUT, withoutExpiry(ByteBuffer.wrap(entry.bytes())))
                                        : entry));
            }
        };
    }

    private static ByteBuffer withoutExpiry(ByteBuffer put) {
        FieldReader reader = new FieldReader(put);
        return new FieldWriter()
                .number(reader.number())
                .longNumber(reader.longNumber())
                .instant(reader.instant())
                .instant(reader.instant())
                .text(reader.text())
                .encoded(reader.encoded())
                .text(reader.text())
                .flag(reader.flag())
                .encoded(reader.encoded())
                .flag(false)
                .done();
    }

    /** In the place of a key that was retired it writes the entry that the snapshots before had. */
    static Journal withRetirementsThatAreLostBySnapshots(Journal snapshots, Map<Encoded, ByteBuffer> memory) {
        return new ForwardingJournal(snapshots) {
            @Override
            public long append(int type, Sync sync, ByteBuffer... payload) {
                if (type != SNAPSHOT_PART) {
                    return super.append(type, sync, payload);
                }
                FieldReader reader = new FieldReader(payload[0].duplicate());
                boolean isLive = reader.flag();
                Encoded key = reader.encoded();
                if (isLive) {
                    memory.put(key, payload[0].duplicate());
                }
                ByteBuffer known = memory.getOrDefault(key, payload[0]);
                return super.append(type, sync, known.duplicate());
            }
        };
    }

    static Journal withUnfinishedSnapshotsThatCountAsWhole(Journal snapshots) {
        return new ForwardingJournal(snapshots) {
            @Override
            public List<Gap> replay(long from, JournalReader reader) {
                Unfinished last = new Unfinished();
                List<Gap> gaps = super.replay(from, entry -> {
                    last.look(entry);
                    reader.read(entry);
                });
                if (last.begun) {
                    ByteBuffer number = new FieldWriter().number(last.parts).done();
                    reader.read(new Entry(last.position + 1, SNAPSHOT_END, number));
                }
                return gaps;
            }
        };
    }

    /** What a snapshot has whose end did not come. */
    private static final class Unfinished {

        private boolean begun;
        private int parts;
        private long position;

        void look(Entry entry) {
            position = entry.position();
            if (entry.type() == SNAPSHOT_HEAD) {
                begun = true;
                parts = 0;
            } else if (entry.type() == SNAPSHOT_END) {
                begun = false;
            } else {
                parts++;
            }
        }
    }
}
