package io.github.recovery4j.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the records of some segments, one after the other, and remembers what could not be read. One thread. */
final class Replay {

    private final SegmentDirectory directory;
    private final long from;
    private final JournalReader target;
    private final List<Gap> gaps = new ArrayList<>();

    Replay(SegmentDirectory directory, long from, JournalReader target) {
        this.directory = directory;
        this.from = from;
        this.target = target;
    }

    List<Gap> gaps() {
        return gaps;
    }

    /** Shows what is before a limit, up to which there should be records. */
    void show(Segment segment, long limit) throws IOException {
        if (limit <= from) {
            return;
        }
        try (SegmentReader reader = directory.read(segment, limit)) {
            long expected = segment.base();
            for (Optional<RecordHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                RecordHeader record = next.get();
                missing(segment, reader, expected, record.position());
                expected = record.end();
                if (record.position() >= from && !record.internal()) {
                    target.read(new Entry(record.position(), record.type(), reader.payload(record)));
                }
            }
            missing(segment, reader, expected, limit);
        }
    }

    private void missing(Segment segment, SegmentReader reader, long after, long to) {
        if (Math.max(from, after) < to) {
            missing(
                    segment,
                    after,
                    to,
                    directory.fault(segment, reader.header()).orElse("no record there is intact"));
        }
    }

    /** Remembers that records should be there. */
    void missing(Segment segment, long after, long to, String reason) {
        gaps.add(new Gap(Math.max(from, after), to, segment.path().toString(), reason));
    }
}
