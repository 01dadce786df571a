package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.codec.Encoded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint as the bytes of a file: a {@link SealedLine}, then the configuration and the state as the codec wrote
 * them, each followed by a line feed, so that {@code jq} and {@code less} just work on a text codec's files. Behind them
 * come spaces and one more line feed, so many that the file has the size it is to have.
 *
 * <pre>
 * {"recovery4j":1,"storage":"01JD…","job":"sync","run":"01JD…","instance":"mainnet_geth_teku","generation":42,
 *  "token":3,"savedAt":"2026-11-21T09:00:00.123Z","kind":"state","positions":{"blocks":1200},
 *  "config":{"codec":"jackson-json","version":1,"length":37},
 *  "body":{"codec":"jackson-json","version":2,"length":17},"size":4096,"checksum":"e3069283"}     (one line)
 * {"network":"mainnet","el":"geth",…}
 * {"lastBlock":1200}
 *                       (spaces)
 * </pre>
 *
 * {@code kind} is {@code admission} (no body), {@code state} or {@code result} (with {@code keepUntil}). This writes it;
 * {@link ReportReader} reads it.
 */
final class Report {

    private static final int PAGE = 4096;
    private static final int HEADROOM = 16;
    private static final int TOO_ROOMY = 2;

    private final SealedLine.Begun header;
    private final List<Encoded> sections;

    private Report(SealedLine.Begun header, List<Encoded> sections) {
        this.header = header;
        this.sections = sections;
    }

    static Report of(Checkpoint checkpoint, String storageId) {
        if (checkpoint.generation() > ReportName.LAST_GENERATION) {
            throw new IllegalArgumentException(
                    "%s was not saved: generations end at %d".formatted(checkpoint, ReportName.LAST_GENERATION));
        }
        return new Report(SealedLine.begin(fields(checkpoint, storageId)), sections(checkpoint));
    }

    private static List<Encoded> sections(Checkpoint checkpoint) {
        Encoded body = body(checkpoint.content());
        return body == null ? List.of(checkpoint.config()) : List.of(checkpoint.config(), body);
    }

    /** How many bytes it takes at most, without those it is filled up with. */
    long length() {
        return header.length(Long.MAX_VALUE)
                + sections.stream().mapToLong(section -> section.length() + 1L).sum();
    }

    /** The size of a new file for it: whole pages, with room for a later state that is a little larger. */
    long roomySize() {
        return (length() + length() / HEADROOM + PAGE - 1) / PAGE * PAGE;
    }

    /** Whether a file of the given size is large enough for it, and not so large that the rest would be a waste. */
    boolean suits(long size) {
        return length() <= size && size <= TOO_ROOMY * roomySize();
    }

    /** The report as the bytes of a file of the given size, which is large enough. */
    ReportFile filling(long size) {
        return ReportFile.of(header, sections, size);
    }

    private static @Nullable Encoded body(Content content) {
        if (content instanceof Content.State state) {
            return state.state();
        }
        return content instanceof Content.Result result ? result.result() : null;
    }

    private static Map<String, Object> fields(Checkpoint checkpoint, String storageId) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("storage", storageId);
        fields.put("job", checkpoint.run().job());
        fields.put("run", checkpoint.run().id());
        fields.put("instance", checkpoint.instance());
        fields.put("generation", checkpoint.generation());
        fields.put("token", checkpoint.stamp().token());
        fields.put("savedAt", checkpoint.stamp().savedAt());
        describeContent(checkpoint.content(), fields);
        fields.put("config", section(checkpoint.config()));
        Encoded body = body(checkpoint.content());
        if (body != null) {
            fields.put("body", section(body));
        }
        return fields;
    }

    private static void describeContent(Content content, Map<String, Object> fields) {
        if (content instanceof Content.State state) {
            fields.put("kind", "state");
            fields.put("positions", state.positions());
        } else if (content instanceof Content.Result result) {
            fields.put("kind", "result");
            fields.put("keepUntil", result.keepUntil());
        } else {
            fields.put("kind", "admission");
        }
    }

    private static Map<String, Object> section(Encoded section) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("codec", section.codec());
        fields.put("version", section.version());
        fields.put("length", section.length());
        return fields;
    }
}
