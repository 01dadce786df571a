/**
 * An append-only log under everything that is many and small.
 *
 * <p>{@link io.github.recovery4j.journal.Journal} says what a journal promises; {@link
 * io.github.recovery4j.journal.FileJournal} is the one in files, and its comment has the files, the bytes, the invariants
 * and the crash moments. {@link io.github.recovery4j.journal.JournalView} reads one that is somebody else's, and a {@link
 * io.github.recovery4j.journal.MediumJournal} is on a medium that is no file. Behind them: {@code GroupCommit} (one sync for all who wait), {@code Segments} (the files of a
 * directory, in order), {@code SegmentWriter} and {@code SegmentReader} (one of them), {@code RecordHeader} and {@code
 * SegmentHeader} (the bytes), {@code LastSegment} (what a crash left at the end).
 */
@NullMarked
package io.github.recovery4j.journal;

import org.jspecify.annotations.NullMarked;
