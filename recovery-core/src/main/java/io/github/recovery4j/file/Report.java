package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.codec.Encoded;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * One checkpoint as the bytes of a file: a {@link SealedLine}, then the configuration and the state as the codec wrote
 * them, each followed by a line feed, so that {@code jq} and {@code less} just work on a text codec's files.
 *
 * <pre>
 * {"recovery4j":1,"storage":"01JD…","job":"sync","run":"01JD…","instance":"mainnet_geth_teku","generation":42,
 *  "token":3,"savedAt":"2026-11-21T09:00:00.123Z","kind":"state","positions":{"blocks":1200},
 *  "config":{"codec":"jackson-json","version":1,"length":37},
 *  "body":{"codec":"jackson-json","version":2,"length":17},"checksum":"e3069283"}     (one line)
 * {"network":"mainnet","el":"geth",…}
 * {"lastBlock":1200}
 * </pre>
 *
 * {@code kind} is {@code admission} (no body), {@code state} or {@code result} (with {@code keepUntil}). This writes it;
 * {@link ReportReader} reads it.
 */
final class Report {

    private final byte[] header;
    private final Checkpoint checkpoint;

    private Report(byte[] header, Checkpoint checkpoint) {
        this.header = header;
        this.checkpoint = checkpoint;
    }

    static Report of(Checkpoint checkpoint, String storageId) {
        if (checkpoint.generation() > ReportName.LAST_GENERATION) {
            throw new IllegalArgumentException(
                    "%s was not saved: generations end at %d".formatted(checkpoint, ReportName.LAST_GENERATION));
        }
        return new Report(SealedLine.seal(fields(checkpoint, storageId), crc -> sections(checkpoint, crc)), checkpoint);
    }

    long length() {
        return header.length + restLength(checkpoint.config(), body(checkpoint.content()));
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(header);
        writeSection(checkpoint.config(), out);
        Encoded body = body(checkpoint.content());
        if (body != null) {
            writeSection(body, out);
        }
    }

    private static void writeSection(Encoded section, OutputStream out) throws IOException {
        section.writeTo(out);
        out.write('\n');
    }

    private static void sections(Checkpoint checkpoint, Checksum crc) {
        checkpoint.config().updateInto(crc);
        crc.update('\n');
        Encoded body = body(checkpoint.content());
        if (body != null) {
            body.updateInto(crc);
            crc.update('\n');
        }
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

    private static long restLength(Encoded config, @Nullable Encoded body) {
        return config.length() + 1L + (body == null ? 0 : body.length() + 1L);
    }
}
