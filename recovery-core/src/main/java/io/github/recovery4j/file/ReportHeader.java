package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.Checkpoint;
import io.github.recovery4j.checkpoint.Content;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import io.github.recovery4j.codec.Encoded;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the first line of a {@link Report} says.
 *
 * @param storageId the storage it belongs to
 * @param run whose it is
 * @param stamp generation, fencing token and time
 * @param sections what follows
 * @param size the length of the file in bytes
 * @param fields all of it
 */
record ReportHeader(String storageId, RunKey run, Stamp stamp, Sections sections, long size, Fields fields) {

    /**
     * What follows the header.
     *
     * @param config the configuration
     * @param body the state or the result, if there is one
     */
    record Sections(Section config, Optional<Section> body) {

        static Sections of(Fields fields) throws DamagedException {
            return new Sections(
                    Section.of(fields.object("config")),
                    fields.has("body") ? Optional.of(Section.of(fields.object("body"))) : Optional.empty());
        }

        long length() {
            return config.lengthWithLineFeed()
                    + body.map(Section::lengthWithLineFeed).orElse(0L);
        }
    }

    /**
     * What a header says of an encoded value.
     *
     * @param codec the codec that made it
     * @param version the version of its type
     * @param length in bytes, without the line feed behind it
     */
    record Section(String codec, int version, int length) {

        static Section of(Fields fields) throws DamagedException {
            return new Section(fields.text("codec"), fields.number("version", 1), fields.number("length", 0));
        }

        long lengthWithLineFeed() {
            return length + 1L;
        }
    }

    /**
     * Understands the fields.
     *
     * @throws DamagedException if no report of this format has them
     */
    static ReportHeader of(Fields fields) throws DamagedException {
        requireKind(fields);
        try {
            return new ReportHeader(
                    fields.text("storage"),
                    new RunKey(fields.text("job"), new RunId(fields.text("run"))),
                    stamp(fields),
                    Sections.of(fields),
                    fields.number("size"),
                    fields);
        } catch (IllegalArgumentException e) {
            throw new DamagedException("its header is wrong: " + e.getMessage());
        }
    }

    private static void requireKind(Fields fields) throws DamagedException {
        String kind = fields.text("kind");
        boolean complete =
                switch (kind) {
                    case "admission" -> !fields.has("body");
                    case "state" -> fields.has("body") && fields.has("positions");
                    case "result" -> fields.has("body") && fields.has("keepUntil");
                    default -> false;
                };
        if (!complete) {
            throw new DamagedException("its header is not complete for kind '%s'".formatted(kind));
        }
    }

    private static Stamp stamp(Fields fields) throws DamagedException {
        long generation = fields.number("generation");
        if (generation > ReportName.LAST_GENERATION) {
            throw new DamagedException("its header names a generation of " + generation);
        }
        return new Stamp(generation, fields.number("token"), fields.instant("savedAt"));
    }

    long generation() {
        return stamp.generation();
    }

    boolean finished() throws DamagedException {
        return fields.text("kind").equals("result");
    }

    /** Until when a result is to be kept. */
    Instant keepUntil() throws DamagedException {
        return fields.instant("keepUntil");
    }

    Checkpoint checkpoint(Encoded configuration, @Nullable Encoded content) throws DamagedException {
        return new Checkpoint(run, fields.text("instance"), stamp, configuration, content(content));
    }

    private Content content(@Nullable Encoded value) throws DamagedException {
        if (value == null) {
            return new Content.Admission();
        }
        return finished()
                ? new Content.Result(value, keepUntil())
                : new Content.State(value, fields.object("positions").numbers());
    }
}
