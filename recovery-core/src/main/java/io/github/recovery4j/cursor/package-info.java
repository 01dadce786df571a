/**
 * How far something has come along a line that may turn out otherwise: a position with an anchor, and the way back when the
 * anchor does not hold any more.
 *
 * <p>{@link io.github.recovery4j.cursor.Cursor} is what a user sees, {@link io.github.recovery4j.cursor.CursorStore} keeps
 * several, {@link io.github.recovery4j.cursor.CursorStores} opens those; {@link io.github.recovery4j.cursor.RunCursors} are those
 * of a run, in its journal. What hangs on positions is a {@link
 * io.github.recovery4j.cursor.Dependent}. Behind them: {@code Track} (what a cursor moves on), {@code Places} (what the
 * changes add up to), {@code CursorChange} (what one says), and the engine in the package {@code durable}.
 */
@NullMarked
package io.github.recovery4j.cursor;

import org.jspecify.annotations.NullMarked;
