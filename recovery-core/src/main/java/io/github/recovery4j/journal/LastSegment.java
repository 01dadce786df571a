package io.github.recovery4j.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is left at the end of a journal.
 *
 * <p>A record tells where its group starts, and a group is written when all before it is durable. So the newest group
 * that has an intact record proves everything before itself; a place before it where a record should be and is not was
 * damaged later. A place behind that may be an unfinished write: there the journal ends, and whatever lies behind was
 * never acknowledged. The records between, whole but unproven, may be known to nobody or acknowledged to somebody, and be
 * durable or in the memory of the machine alone: they are kept, and written again.
 *
 * <p>The group that a segment was started with was durable before the segment had a name, so it proves itself; and where
 * nothing of it is left, the segment is damaged. As nobody knows then how far it went, it ends where its file does, or should.
 *
 * @param proven everything before was durable
 * @param end the position behind the last record
 * @param torn whether something that is no record lies behind
 * @param sealed whether the journal was closed in peace, so that there is no doubt about its end
 */
record LastSegment(long proven, long end, boolean torn, boolean sealed) {

    /**
     * Reads through a segment of which nothing is known but where it begins.
     *
     * @param behind the position that no record of it can have
     */
    static LastSegment of(SegmentReader reader, long base, long behind) throws IOException {
        OptionalLong sealed = SegmentHeader.sealedEnd(reader.header(), base);
        return sealed.isPresent()
                ? new LastSegment(sealed.getAsLong(), sealed.getAsLong(), false, true)
                : examined(reader, base, behind);
    }

    private static LastSegment examined(SegmentReader reader, long base, long behind) throws IOException {
        long proven = base;
        long end = base;
        List<Long> holes = new ArrayList<>();
        for (Optional<RecordHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            RecordHeader found = next.get();
            if (found.position() > end) {
                holes.add(end);
            }
            proven = Math.max(proven, found.group() == base ? found.end() : found.group());
            end = found.end();
        }
        if (end == base) {
            return new LastSegment(behind, behind, false, false);
        }
        for (long hole : holes) {
            if (hole >= proven) {
                return new LastSegment(proven, hole, true, false);
            }
        }
        return new LastSegment(proven, end, reader.torn(), false);
    }
}
