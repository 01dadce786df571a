package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.codec.Encoded;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
 * {@code kind} is {@code admission} (no body), {@code state} or {@code result} (with {@code keepUntil}).
 */
final class Report {

    private static final int BUFFER = 1 << 16;

    private final byte[] header;
    private final Checkpoint checkpoint;

    private Report(byte[] header, Checkpoint checkpoint) {
        this.header = header;
        this.checkpoint = checkpoint;
    }

    static Report of(Checkpoint checkpoint, String storageId) {
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

    /**
     * Reads a report and checks every byte of it. No more memory is taken than the file really needs, whatever its
     * header says.
     *
     * @throws DamagedException if it is not, byte for byte, a report of this storage and this run
     * @throws UnsupportedFormatException if it is intact and of a newer format
     */
    static Checkpoint read(Disk.OpenFile file, String location, RunKey run, String storageId) throws IOException {
        Checkpoint checkpoint = read(file, location, storageId);
        if (!checkpoint.run().equals(run)) {
            throw new DamagedException("it belongs to run " + checkpoint.run());
        }
        return checkpoint;
    }

    /** As the other, whichever run it belongs to. */
    static Checkpoint read(Disk.OpenFile file, String location, String storageId) throws IOException {
        Verified report = verified(file, location);
        String storage = report.fields().text("storage");
        if (!storage.equals(storageId)) {
            throw new DamagedException("it belongs to storage %s, this is %s".formatted(storage, storageId));
        }
        return report.checkpoint();
    }

    /** The storage that an intact report belongs to. */
    static String storageId(Disk.OpenFile file, String location) throws IOException {
        return verified(file, location).fields().text("storage");
    }

    private static Verified verified(Disk.OpenFile file, String location) throws IOException {
        InputStream in = new BufferedInputStream(file.in(), (int) Math.min(BUFFER, Math.max(512, file.size())));
        SealedLine line = SealedLine.read(in);
        Fields fields = line.unverified();
        requireFormat(fields, line, in, location);
        Encoded config = readSection(fields.object("config"), in, file.size());
        Encoded body = fields.has("body") ? readSection(fields.object("body"), in, file.size()) : null;
        if (line.length() + restLength(config, body) != file.size() || in.read() >= 0) {
            throw new DamagedException("its length is %d, not what its header says".formatted(file.size()));
        }
        Checkpoint checkpoint = checkpoint(fields, config, content(fields, body));
        line.verify(crc -> sections(checkpoint, crc));
        return new Verified(fields, checkpoint);
    }

    private record Verified(Fields fields, Checkpoint checkpoint) {}

    private static void requireFormat(Fields fields, SealedLine line, InputStream in, String location)
            throws IOException {
        long format = fields.number("recovery4j");
        if (format != SealedLine.FORMAT) {
            byte[] rest = in.readAllBytes();
            line.verify(crc -> crc.update(rest));
            throw new UnsupportedFormatException(location, format, SealedLine.FORMAT);
        }
    }

    private static long restLength(Encoded config, @Nullable Encoded body) {
        return config.length() + 1L + (body == null ? 0 : body.length() + 1L);
    }

    private static Encoded readSection(Fields section, InputStream in, long fileSize) throws IOException {
        long length = section.number("length");
        long version = section.number("version");
        if (length < 0
                || length >= fileSize
                || length > Integer.MAX_VALUE
                || version < 1
                || version > Integer.MAX_VALUE) {
            throw new DamagedException("its header names a section of %d bytes".formatted(length));
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length || in.read() != '\n') {
            throw new DamagedException("the file ends too early, or a section does");
        }
        return Encoded.of(section.text("codec"), (int) version, bytes);
    }

    private static Content content(Fields fields, @Nullable Encoded body) throws DamagedException {
        String kind = fields.text("kind");
        if (kind.equals("admission") && body == null) {
            return new Content.Admission();
        }
        if (kind.equals("state") && body != null) {
            return new Content.State(body, fields.object("positions").numbers());
        }
        if (kind.equals("result") && body != null) {
            return new Content.Result(body, fields.instant("keepUntil"));
        }
        throw new DamagedException("its header says kind '%s'".formatted(kind));
    }

    private static Checkpoint checkpoint(Fields fields, Encoded config, Content content) throws DamagedException {
        try {
            return new Checkpoint(
                    new RunKey(fields.text("job"), new RunId(fields.text("run"))),
                    fields.text("instance"),
                    new Stamp(fields.number("generation"), fields.number("token"), fields.instant("savedAt")),
                    config,
                    content);
        } catch (IllegalArgumentException e) {
            throw new DamagedException("its header is wrong: " + e.getMessage());
        }
    }
}
