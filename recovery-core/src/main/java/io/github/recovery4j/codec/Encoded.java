package io.github.recovery4j.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Checksum;

/**
 * One encoded value: the bytes, the name of the codec that made them and the version of the type they were made from.
 * Immutable; two are equal if all three are.
 *
 * <p>The bytes may lie in several {@linkplain #parts() parts}: those of a large value are never joined on their way
 * from the codec to the file. {@link SectionOutput} makes such a section.
 */
public final class Encoded {

    private final String codec;
    private final int version;
    private final List<ByteBuffer> parts;
    private final int length;

    private Encoded(String codec, int version, List<ByteBuffer> parts, int length) {
        if (version < 1) {
            throw new IllegalArgumentException("A type's version starts at 1, got " + version);
        }
        this.codec = codec;
        this.version = version;
        this.parts = parts;
        this.length = length;
    }

    /**
     * Wraps bytes without copying them.
     *
     * @param codec the name of the codec that made the bytes
     * @param version the version of the encoded type, from 1
     * @param bytes the encoded value; the caller hands it over and must not change it afterwards
     * @return the section
     */
    public static Encoded of(String codec, int version, byte[] bytes) {
        return new Encoded(codec, version, List.of(ByteBuffer.wrap(bytes)), bytes.length);
    }

    /** Wraps parts on the heap, from position to limit; nobody changes them afterwards. */
    static Encoded of(String codec, int version, List<ByteBuffer> parts, int length) {
        return new Encoded(codec, version, List.copyOf(parts), length);
    }

    /** {@return the name of the codec that made the bytes} */
    public String codec() {
        return codec;
    }

    /** {@return the version of the encoded type, from 1} */
    public int version() {
        return version;
    }

    /** {@return the number of bytes} */
    public int length() {
        return length;
    }

    /** {@return a copy of the bytes} */
    public byte[] toByteArray() {
        ByteBuffer all = ByteBuffer.allocate(length);
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.array();
    }

    /** {@return the bytes, one part after the other, read-only and not copied} */
    public List<ByteBuffer> parts() {
        return parts.stream().map(ByteBuffer::asReadOnlyBuffer).toList();
    }

    /** {@return the bytes as text; for people, as a codec may write binary} */
    public String text() {
        return new String(toByteArray(), StandardCharsets.UTF_8);
    }

    /**
     * Writes the bytes without copying them first.
     *
     * @param out where to
     * @throws IOException if {@code out} throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        for (ByteBuffer part : parts) {
            out.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        }
    }

    /**
     * Feeds the bytes to a checksum.
     *
     * @param checksum what to feed
     */
    public void updateInto(Checksum checksum) {
        for (ByteBuffer part : parts) {
            checksum.update(part.duplicate());
        }
    }

    /** However the bytes are parted. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded that
                && version == that.version
                && length == that.length
                && codec.equals(that.codec)
                && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    @Override
    public String toString() {
        return "%s v%d, %d bytes".formatted(codec, version, length);
    }
}
