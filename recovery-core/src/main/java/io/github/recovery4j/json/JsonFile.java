package io.github.recovery4j.json;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A small file with one object. It is whole, whoever reads it and whenever, after a power loss too: it is written as
 * {@code {name}.new}, synced and renamed. One writes at a time.
 */
public final class JsonFile {

    private static final String WRITTEN = ".new";
    private static final int MOST_BYTES = 1 << 20;

    private final Disk disk;
    private final Path file;

    /**
     * Names a file, which need not exist.
     *
     * @param disk where it is
     * @param file its path, in a directory
     */
    public JsonFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @param reader makes something of its fields
     * @param <T> what that is
     * @return what was made; empty if there is no file
     * @throws IOException if it cannot be read, or is not what was written
     */
    public <T> Optional<T> read(Reader<T> reader) throws IOException {
        try (Disk.OpenFile open = disk.open(file)) {
            byte[] bytes = open.in().readNBytes(MOST_BYTES);
            return Optional.of(reader.read(Json.parse(new String(bytes, StandardCharsets.UTF_8).strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedJsonException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("%s is not what was recorded: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Makes something of the fields of an object. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Makes it.
         *
         * @param fields by name
         * @return what it is
         * @throws MalformedJsonException if a field is missing, or is not what it should be; so do other exceptions say
         */
        T read(Map<String, Object> fields) throws MalformedJsonException;
    }

    /**
     * Replaces it.
     *
     * @param fields by name
     * @throws IOException if it cannot be written; then it is what it was
     */
    public void write(Map<String, ?> fields) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + WRITTEN);
        disk.delete(written);
        try (Disk.NewFile out = disk.create(written)) {
            out.out().write((Json.write(fields) + "\n").getBytes(StandardCharsets.UTF_8));
            out.sync();
        }
        disk.rename(written, file);
        disk.syncDirectory(Objects.requireNonNull(file.getParent(), "a file lies in a directory"));
    }

    /**
     * Takes a field out of an object.
     *
     * @param fields the object
     * @param name of the field
     * @param type what it should be
     * @param <T> that type
     * @return its value
     * @throws MalformedJsonException if it is missing, or something else
     */
    public static <T> T field(Map<?, ?> fields, String name, Class<T> type) throws MalformedJsonException {
        Object value = fields.get(name);
        if (!type.isInstance(value)) {
            throw new MalformedJsonException("field '%s' is not what it should be".formatted(name));
        }
        return type.cast(value);
    }
}
