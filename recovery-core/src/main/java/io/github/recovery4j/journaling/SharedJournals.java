package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The journals of runs, all in the journal of their storage: steps of many runs share their syncs too. A position is the
 * number of a record within its run, whatever becomes of its place. Every record is durable when it was appended.
 */
final class SharedJournals implements RunJournals {

    private final StorageAccess access;
    private final Compactor compactor;

    SharedJournals(StorageAccess access, Compactor compactor) {
        this.access = access;
        this.compactor = compactor;
    }

    @Override
    public Journal open(RunKey run, long token) {
        access.writing(run, token, () -> {});
        return new SharedJournal(run, token);
    }

    @Override
    public List<Gap> read(RunKey run, JournalReader reader) {
        return access.reading(() -> replay(run, 0, reader));
    }

    private List<Gap> replay(RunKey run, long from, JournalReader reader) {
        List<Gap> gaps = new ArrayList<>();
        int size = records().size(run);
        for (long number = Math.max(from, released(run)); number < size; number++) {
            RunLog.Found found = find(run, number);
            Optional<Entry> entry = unwrapped(run, number, found);
            if (entry.isPresent()) {
                reader.read(entry.get());
            } else {
                gaps.add(new Gap(number, number + 1, access.place(found.position()), "no record there is intact"));
            }
        }
        return gaps;
    }

    private RunLog.Found find(RunKey run, long number) {
        return access.log().read(() -> records().position(run, number));
    }

    private static Optional<Entry> unwrapped(RunKey run, long number, RunLog.Found found) {
        return found.entry()
                .filter(entry -> entry.type() == RecordType.RUN_RECORD)
                .flatMap(entry -> unwrapped(run, number, new FieldReader(entry.payload())));
    }

    private static Optional<Entry> unwrapped(RunKey run, long number, FieldReader reader) {
        boolean same = RunKeys.read(reader).equals(run) && reader.number() == number;
        return same ? Optional.of(new Entry(number, reader.number(), reader.rest())) : Optional.empty();
    }

    private RunRecords records() {
        return access.log().records();
    }

    private int released(RunKey run) {
        RunRecords.Positions positions = records().runs().get(run);
        return positions == null ? 0 : positions.released();
    }

    /** What one run has in the journal of the storage, in the hands of its owner. */
    private final class SharedJournal implements Journal {

        private final RunKey run;
        private final long token;
        private volatile boolean closed;

        SharedJournal(RunKey run, long token) {
            this.run = run;
            this.token = token;
        }

        @Override
        public long append(int type, Sync sync, ByteBuffer... payload) {
            if (type < 0) {
                throw new IllegalArgumentException("The type of a record is 0 or more, got " + type);
            }
            requireOpen();
            long[] number = new long[1];
            access.writing(run, token, () -> number[0] = access.log().append(run, type, payload));
            compactor.look();
            return number[0];
        }

        @Override
        public void sync() {
            requireOpen();
            access.writing(run, token, () -> {}); // everything is durable
        }

        @Override
        public List<Gap> replay(long from, JournalReader reader) {
            requireOpen();
            return access.reading(() -> SharedJournals.this.replay(run, from, reader));
        }

        @Override
        public Optional<Entry> read(long position) {
            requireOpen();
            return access.reading(() -> unwrapped(run, position, find(run, position)));
        }

        @Override
        public long start() {
            requireOpen();
            return released(run);
        }

        @Override
        public long end() {
            requireOpen();
            return records().size(run);
        }

        @Override
        public void release(long position) {
            requireOpen();
            access.writing(run, token, () -> access.log().release(run, position));
        }

        @Override
        public void close() {
            closed = true;
        }

        private void requireOpen() {
            if (closed) {
                throw new StoreClosedException("The journal of run %s in %s".formatted(run, access.location()));
            }
        }
    }
}
