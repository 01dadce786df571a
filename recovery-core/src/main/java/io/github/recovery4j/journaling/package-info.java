/**
 * Checkpoints in one journal, for hosts with many runs or many saves a second.
 *
 * <p>{@link io.github.recovery4j.journaling.JournalStorage} is the entry point; its comment has the files and the
 * invariants. Behind it: {@code RunLog} (the journal and its index, kept in step), {@code RunIndex}, {@code RunTable} and
 * {@code IndexEntry} (where everything is), {@code IndexSnapshot} (the same in a file), {@code Compactor} (what gives space
 * back), {@code CheckpointRecord} (the bytes), {@code JournalCheckpoints} (the store), {@code SharedJournals} and
 * {@code RunRecords} (the journals of the runs).
 */
@NullMarked
package io.github.recovery4j.journaling;

import org.jspecify.annotations.NullMarked;
