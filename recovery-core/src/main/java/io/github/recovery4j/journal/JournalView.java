package io.github.recovery4j.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.OptionalLong;

/**
 * A {@link FileJournal} that is only looked at, whether somebody has it open, in whatever process, or nobody. Nothing is
 * locked, created, cut, renamed or deleted, and whoever has it open notices nothing.
 *
 * <p>Each replay shows what there is when it begins:
 *
 * <ol>
 *   <li>Every record that was durable then is shown, and maybe later ones, without a gap between.
 *   <li>What the owner releases meanwhile may be shown in part; that it is gone is no {@link Gap}.
 *   <li>Records at the end that nobody has waited for yet may be shown, and be lost by a power loss all the same.
 *   <li>What is no whole record at the end is being written, or was left by a crash; it is no gap.
 * </ol>
 *
 * <p>A segment that is being written is read twice: first to find a place before which everything is written, then up to
 * that place. One reading alone could find nothing at a place, and behind it records that were written meanwhile.
 *
 * <p>Safe for use by many threads.
 */
public final class JournalView {

    private final SegmentDirectory directory;

    JournalView(SegmentDirectory directory) {
        this.directory = directory;
    }

    /**
     * Reads the records from a position on, in order.
     *
     * @param from the first position that matters, of a record or not; 0 for all
     * @param reader gets the records, none if there is no journal; what it throws ends the replay
     * @return what could not be read, in order; empty if all is well
     * @throws JournalException if the medium failed, or the journal is another one or of a newer release
     */
    public List<Gap> replay(long from, JournalReader reader) {
        Replay replay = new Replay(directory, from, reader);
        try {
            List<Segment> present = present();
            for (int i = 0; i + 1 < present.size(); i++) {
                show(replay, present.get(i), present.get(i + 1).base());
            }
            if (!present.isEmpty()) {
                showNewest(replay, present.get(present.size() - 1));
            }
            return damage(replay.gaps());
        } catch (IOException e) {
            throw directory.unreadable(e);
        }
    }

    /** One that is named while the first list is made may be in it without one that was named before: not in the second. */
    private List<Segment> present() throws IOException {
        OptionalLong newest = directory.list().stream().mapToLong(Segment::base).max();
        return newest.isEmpty()
                ? List.of()
                : directory.list().stream()
                        .filter(segment -> segment.base() <= newest.getAsLong())
                        .toList();
    }

    private void showNewest(Replay replay, Segment newest) throws IOException {
        long end;
        try {
            end = directory.examine(newest).end();
        } catch (NoSuchFileException e) {
            replay.missing(newest, newest.base(), newest.base() + 1, "it is gone");
            return;
        }
        show(replay, newest, end);
    }

    private static void show(Replay replay, Segment segment, long limit) throws IOException {
        try {
            replay.show(segment, limit);
        } catch (NoSuchFileException e) {
            replay.missing(segment, segment.base(), limit, "it is gone");
        }
    }

    /** Without what was released meanwhile, whose blocks may have been in use again while they were read. */
    private List<Gap> damage(List<Gap> gaps) throws IOException {
        if (gaps.isEmpty()) {
            return gaps;
        }
        long start =
                directory.list().stream().mapToLong(Segment::base).findFirst().orElse(Long.MAX_VALUE);
        return gaps.stream().filter(gap -> gap.from() >= start).toList();
    }
}
