package io.github.recovery4j.journal;

import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what is appended, and sees to it that what nobody waits for is durable in time. */
final class Appender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Appender.class);

    private final String location;
    private final long largestRecord;
    private final GroupCommit commit;
    private final Flusher flusher = new Flusher(this::flush);

    Appender(String location, long largestRecord, GroupCommit commit) {
        this.location = location;
        this.largestRecord = largestRecord;
        this.commit = commit;
    }

    long append(int type, Sync sync, ByteBuffer... payload) {
        if (type < 0) {
            throw new IllegalArgumentException("The type of a record is 0 or more, got " + type);
        }
        int length = length(payload);
        if (sync instanceof Sync.Within within) {
            long position = commit.append(type, within.records(), length, payload);
            flusher.within(within.delay());
            return position;
        }
        return commit.append(type, sync instanceof Sync.Now ? 0 : Integer.MAX_VALUE, length, payload);
    }

    private int length(ByteBuffer... payload) {
        long length = 0;
        for (ByteBuffer part : payload) {
            length += part.remaining();
        }
        if (length > largestRecord) {
            throw new IllegalArgumentException("A record of %d bytes was not appended to %s, which takes %d at most"
                    .formatted(length, location, largestRecord));
        }
        return (int) length;
    }

    private void flush() {
        try {
            commit.sync();
        } catch (JournalException e) {
            log.warn("Records that nobody waited for are not durable yet: {}", e.getMessage());
        }
    }

    /** Nothing is flushed any more that nobody waits for. */
    @Override
    public void close() {
        flusher.close();
    }
}
