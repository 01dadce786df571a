package io.github.recovery4j.step;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One record in the journal of a run.
 *
 * <pre>
 * type of the entry  text
 *  1 started
 *  2 completed       the name of the compensation, or nothing; a result
 *  3 failed          how
 *  4 given up        how it failed last
 *  5 rollback        why; no step
 *  6 undo started
 *  7 undone
 *  8 undo failed     how
 *  9 undo skipped    why
 * 10 loss accepted   no step: gaps in front of this record do not count any more
 *
 * payload: format (1 byte: 1), number of the try (4), step, text,
 *          then 0, or 1 with codec, version (4), bytes of the result,
 *          then 0, or 1 with cursor and id (8) of the place on which the step hangs
 * 11 to 13 are of cursors: {@link io.github.recovery4j.cursor.RunPlaces}
 *
 * each of step, text, codec, bytes and cursor: length (4) and content, texts in UTF-8
 * </pre>
 *
 * @param kind what happened
 * @param step the name of the step; empty if it is about the run
 * @param attempt the number of the try; 0 if it is about none
 * @param text what else is to be said
 * @param result what a completed step returned; empty if that is null
 * @param place the place on which the step hangs, if any
 */
public record StepRecord(
        Kind kind, String step, int attempt, String text, Optional<Encoded> result, Optional<Place> place) {

    static final int LONGEST_NAME = 1000;
    private static final int LONGEST_TEXT = 2000;
    private static final int FORMAT = 1;

    /** What happened. */
    public enum Kind {
        /** A try of a step began. */
        STARTED(1),
        /** A step is done. */
        COMPLETED(2),
        /** A try of a step failed; it is tried again. */
        FAILED(3),
        /** A try of a step failed; it was the last one of this attempt of the run. */
        GIVEN_UP(4),
        /** The run is to be rolled back. */
        ROLLBACK(5),
        /** A try to undo a step began. */
        UNDO_STARTED(6),
        /** A step is undone. */
        UNDONE(7),
        /** A try to undo a step failed. */
        UNDO_FAILED(8),
        /** Somebody decided that a step is not undone. */
        UNDO_SKIPPED(9),
        /** Somebody decided that lost records do not matter. */
        LOSS_ACCEPTED(10);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        int type() {
            return type;
        }

        static Optional<Kind> of(int type) {
            return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
        }
    }

    /** Cuts what is too long. */
    public StepRecord {
        text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    }

    /**
     * {@return a record about a step}
     *
     * @param kind what happened
     * @param step its name
     * @param attempt the number of the try
     * @param text what else is to be said
     */
    public static StepRecord of(Kind kind, String step, int attempt, String text) {
        return new StepRecord(kind, step, attempt, text, Optional.empty(), Optional.empty());
    }

    /** The same with what a completed step returned. */
    StepRecord returning(Optional<Encoded> value) {
        return new StepRecord(kind, step, attempt, text, value, place);
    }

    /** The same about a step that hangs on a place. */
    StepRecord at(Optional<Place> where) {
        return new StepRecord(kind, step, attempt, text, result, where);
    }

    ByteBuffer encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(attempt);
            write(out, step);
            write(out, text);
            out.writeBoolean(result.isPresent());
            if (result.isPresent()) {
                write(out, result.get().codec());
                out.writeInt(result.get().version());
                out.writeInt(result.get().length());
                result.get().writeTo(out);
            }
            out.writeBoolean(place.isPresent());
            if (place.isPresent()) {
                write(out, place.get().cursor());
                out.writeLong(place.get().id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Empty if it was written by a newer release. */
    static Optional<StepRecord> decoded(Entry entry) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry.bytes()))) {
            Optional<Kind> kind = Kind.of(entry.type());
            if (kind.isEmpty() || in.readByte() != FORMAT) {
                return Optional.empty();
            }
            int attempt = in.readInt();
            String step = text(in);
            String text = text(in);
            Optional<Encoded> result =
                    in.readBoolean() ? Optional.of(Encoded.of(text(in), in.readInt(), bytes(in))) : Optional.empty();
            Optional<Place> place =
                    in.readBoolean() ? Optional.of(new Place(text(in), in.readLong())) : Optional.empty();
            return Optional.of(new StepRecord(kind.get(), step, attempt, text, result, place));
        } catch (IOException e) {
            return Optional.empty(); // its checksum is right, so it is none of this format
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length);
        }
        return in.readNBytes(length);
    }
}
