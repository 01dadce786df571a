package io.github.recovery4j.jdbc;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A checkpoint as a row of the table {@code checkpoint}, under a checksum over all of it and the run that it is of. */
final class CheckpointRow {

    /** The newest format of a row that this code knows. */
    static final int FORMAT = 1;

    private static final String ADMISSION = "admission";
    private static final String STATE = "state";
    private static final String RESULT = "result";
    private static final char IS = '=';

    private CheckpointRow() {}

    /** Sets everything that a save needs. */
    static Command bind(Command save, Checkpoint checkpoint) {
        Content content = checkpoint.content();
        Instant keepUntil = keepUntil(content);
        Encoded config = checkpoint.config();
        Encoded body = body(content);
        return save.with("generation", checkpoint.generation())
                .with("savedAt", checkpoint.stamp().savedAt())
                .with("finished", !checkpoint.unfinished())
                .with("keepUntil", keepUntil)
                .with("savedText", checkpoint.stamp().savedAt().toString())
                .with("keepText", keepUntil == null ? null : keepUntil.toString())
                .with("instance", SafeText.encode(checkpoint.instance()))
                .with("kind", kind(content))
                .with("positions", written(positions(content)))
                .with("configCodec", SafeText.encode(config.codec()))
                .with("configVersion", config.version())
                .with("config", config.toByteArray())
                .with("contentCodec", body == null ? null : SafeText.encode(body.codec()))
                .with("contentVersion", body == null ? 0 : body.version())
                .with("content", body == null ? null : body.toByteArray())
                .with("format", FORMAT)
                .with("checksum", checksum(checkpoint));
    }

    /** How many bytes the state or the result has. */
    static long length(Checkpoint checkpoint) {
        Encoded body = body(checkpoint.content());
        return body == null ? 0 : body.length();
    }

    private static String kind(Content content) {
        if (content instanceof Content.Admission) {
            return ADMISSION;
        }
        return content instanceof Content.State ? STATE : RESULT;
    }

    private static @Nullable Instant keepUntil(Content content) {
        return content instanceof Content.Result result ? result.keepUntil() : null;
    }

    private static Map<String, Long> positions(Content content) {
        return content instanceof Content.State state ? state.positions() : Map.of();
    }

    private static @Nullable Encoded body(Content content) {
        if (content instanceof Content.State state) {
            return state.state();
        }
        return content instanceof Content.Result result ? result.result() : null;
    }

    /** Sorted, as two maps that are equal may differ in order. */
    private static String written(Map<String, Long> positions) {
        return positions.entrySet().stream()
                .map(entry -> SafeText.encode(entry.getKey()) + IS + entry.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private static Map<String, Long> positions(String written) {
        Map<String, Long> positions = new LinkedHashMap<>();
        written.lines().forEach(line -> {
            int is = line.lastIndexOf(IS);
            positions.put(SafeText.decode(line.substring(0, is)), Long.parseLong(line, is + 1, line.length(), 10));
        });
        return positions;
    }

    static long checksum(Checkpoint checkpoint) {
        Stamp stamp = checkpoint.stamp();
        Content content = checkpoint.content();
        CRC32C checksum = new CRC32C();
        update(
                checksum,
                checkpoint.run().job(),
                checkpoint.run().id().text(),
                checkpoint.instance(),
                Long.toString(stamp.generation()),
                Long.toString(stamp.token()),
                stamp.savedAt().toString(),
                String.valueOf(keepUntil(content)),
                kind(content),
                written(positions(content)));
        update(checksum, checkpoint.config());
        Encoded body = body(content);
        if (body != null) {
            update(checksum, body);
        }
        return checksum.getValue();
    }

    private static void update(CRC32C checksum, Encoded section) {
        update(checksum, section.codec(), Integer.toString(section.version()), Integer.toString(section.length()));
        section.updateInto(checksum);
    }

    /** What is encoded has no NUL. */
    private static void update(CRC32C checksum, String... fields) {
        for (String field : fields) {
            checksum.update((SafeText.encode(field) + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The checkpoint of a row, if it is what was saved. */
    static Optional<Checkpoint> read(RunKey run, ResultSet row) throws SQLException {
        long stored = row.getLong("checksum");
        try {
            return Optional.of(tryRead(run, row)).filter(checkpoint -> checksum(checkpoint) == stored);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return Optional.empty(); // what was saved makes sense
        }
    }

    private static Checkpoint tryRead(RunKey run, ResultSet row) throws SQLException {
        return new Checkpoint(
                run,
                SafeText.decode(text(row, "instance")),
                new Stamp(row.getLong("generation"), row.getLong("epoch"), Instant.parse(text(row, "saved_at"))),
                section(row, "config"),
                content(row));
    }

    private static Content content(ResultSet row) throws SQLException {
        String kind = text(row, "kind");
        return switch (kind) {
            case ADMISSION -> new Content.Admission();
            case STATE -> new Content.State(section(row, "content"), positions(text(row, "positions")));
            case RESULT -> new Content.Result(section(row, "content"), Instant.parse(text(row, "keep_until")));
            default -> throw new IllegalArgumentException("Not a kind of content: " + kind);
        };
    }

    private static Encoded section(ResultSet row, String column) throws SQLException {
        return Encoded.of(
                SafeText.decode(text(row, column + "_codec")),
                row.getInt(column + "_version"),
                present(row.getBytes(column)));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return present(row.getString(column));
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("A value is missing");
        }
        return value;
    }
}
