package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as the payload of a record.
 *
 * <pre>
 * run, job · generation · token · saved at · keep until (or 0) · instance · kind (0 admission, 1 state, 2 result)
 * number of positions, each with its name
 * configuration, then state or result: codec, version, length
 * the bytes of both
 * </pre>
 */
final class CheckpointRecord {

    private static final int ADMISSION = 0;
    private static final int STATE = 1;
    private static final int RESULT = 2;

    private CheckpointRecord() {}

    /** What is needed to find it again, without its configuration and state. */
    record Summary(RunKey run, Stamp stamp, Instant keepUntil) {

        /** From when on it need not be kept, in seconds of the epoch; times and durations may be of any length. */
        long expires(Duration maxAge) {
            if (!keepUntil.equals(Instant.EPOCH)) {
                return roundedUp(keepUntil);
            }
            long saved = roundedUp(stamp.savedAt());
            long age = maxAge.toSeconds();
            return age > IndexEntry.NEVER - Math.min(0, saved) ? IndexEntry.NEVER : saved + age + 1;
        }

        private static long roundedUp(Instant time) {
            return time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1;
        }
    }

    private static Instant keepUntil(Content content) {
        return content instanceof Content.Result result ? result.keepUntil() : Instant.EPOCH;
    }

    static ByteBuffer[] encode(Checkpoint checkpoint) {
        Content content = checkpoint.content();
        FieldWriter writer = RunKeys.written(checkpoint.run())
                .longNumber(checkpoint.generation())
                .longNumber(checkpoint.stamp().token())
                .instant(checkpoint.stamp().savedAt())
                .instant(keepUntil(content))
                .text(checkpoint.instance())
                .number(kind(content));
        Map<String, Long> positions = content instanceof Content.State state ? state.positions() : Map.of();
        writer.number(positions.size());
        positions.forEach((name, position) -> writer.text(name).longNumber(position));
        section(checkpoint.config(), writer);
        Encoded body = body(content);
        if (body == null) {
            return joined(writer, checkpoint.config().parts(), List.of());
        }
        section(body, writer);
        return joined(writer, checkpoint.config().parts(), body.parts());
    }

    private static ByteBuffer[] joined(FieldWriter head, List<ByteBuffer> config, List<ByteBuffer> body) {
        List<ByteBuffer> parts = new ArrayList<>(1 + config.size() + body.size());
        parts.add(head.done());
        parts.addAll(config);
        parts.addAll(body);
        return parts.toArray(ByteBuffer[]::new);
    }

    private static int kind(Content content) {
        if (content instanceof Content.Admission) {
            return ADMISSION;
        }
        return content instanceof Content.State ? STATE : RESULT;
    }

    private static @Nullable Encoded body(Content content) {
        if (content instanceof Content.State state) {
            return state.state();
        }
        return content instanceof Content.Result result ? result.result() : null;
    }

    private static void section(Encoded section, FieldWriter writer) {
        writer.text(section.codec()).number(section.version()).number(section.length());
    }

    static Summary summary(ByteBuffer payload) {
        return summary(new FieldReader(payload));
    }

    private static Summary summary(FieldReader reader) {
        RunKey run = RunKeys.read(reader);
        Stamp stamp = new Stamp(reader.longNumber(), reader.longNumber(), reader.instant());
        return new Summary(run, stamp, reader.instant());
    }

    /** Whether its run is finished. */
    static boolean isResult(ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        summary(reader);
        reader.text();
        return reader.number() == RESULT;
    }

    static Checkpoint decode(ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        Summary summary = summary(reader);
        String instance = reader.text();
        int kind = reader.number();
        Map<String, Long> positions = new LinkedHashMap<>();
        for (int left = reader.number(); left > 0; left--) {
            positions.put(reader.text(), reader.longNumber());
        }
        Section config = Section.read(reader);
        if (kind == ADMISSION) {
            return new Checkpoint(
                    summary.run(), instance, summary.stamp(), config.encoded(reader), new Content.Admission());
        }
        Section body = Section.read(reader);
        Encoded configuration = config.encoded(reader);
        Encoded value = body.encoded(reader);
        Content content =
                kind == STATE ? new Content.State(value, positions) : new Content.Result(value, summary.keepUntil());
        return new Checkpoint(summary.run(), instance, summary.stamp(), configuration, content);
    }

    private record Section(String codec, int version, int length) {

        static Section read(FieldReader reader) {
            return new Section(reader.text(), reader.number(), reader.number());
        }

        Encoded encoded(FieldReader reader) {
            return Encoded.of(codec, version, reader.bytes(length));
        }
    }
}
