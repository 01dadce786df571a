package io.github.recovery4j.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Checksum;

/**
 * One encoded value: the bytes, the name of the codec that made them and the version of the type they were made from.
 * Immutable; two are equal if all three are.
 */
public final class Encoded {

    private final String codec;
    private final int version;
    private final byte[] bytes;

    private Encoded(String codec, int version, byte[] bytes) {
        this.codec = codec;
        this.version = version;
        this.bytes = bytes;
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
        if (version < 1) {
            throw new IllegalArgumentException("A type's version starts at 1, got " + version);
        }
        return new Encoded(codec, version, bytes);
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
        return bytes.length;
    }

    /** {@return a copy of the bytes} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** {@return the bytes, read-only and not copied} */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** {@return the bytes as text; for people, as a codec may write binary} */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Writes the bytes without copying them first.
     *
     * @param out where to
     * @throws IOException if {@code out} throws it
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /**
     * Feeds the bytes to a checksum.
     *
     * @param checksum what to feed
     */
    public void updateInto(Checksum checksum) {
        checksum.update(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded that
                && version == that.version
                && codec.equals(that.codec)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "%s v%d, %d bytes".formatted(codec, version, bytes.length);
    }
}
