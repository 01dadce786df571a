package io.github.recovery4j.codec;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates and inflates whole sections, as the class comment of {@link CompressingCodec} says.
 *
 * @param largest the bytes that an inflated section may have
 */
record Deflate(int largest) {

    /** Deflate codes 258 bytes in two bits at best. */
    private static final int HIGHEST_RATIO = 1032;

    private static final int BUFFER = 1 << 13;

    static Deflate ofThisProcess() {
        return new Deflate((int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 4));
    }

    /** Empty if it would not be smaller, or could not be inflated again. */
    Optional<SectionOutput> smaller(Encoded section) {
        if (section.length() > largest) {
            return Optional.empty();
        }
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            SectionOutput output = new SectionOutput();
            output.write(
                    ByteBuffer.allocate(Integer.BYTES).putInt(section.length()).array(), 0, Integer.BYTES);
            return deflate(section, deflater, output) ? Optional.of(output) : Optional.empty();
        } finally {
            deflater.end();
        }
    }

    /** Gives up as soon as nothing can be gained any more. */
    private static boolean deflate(Encoded section, Deflater deflater, SectionOutput output) {
        Iterator<ByteBuffer> parts = section.parts().iterator();
        byte[] buffer = new byte[BUFFER];
        while (!deflater.finished()) {
            if (deflater.needsInput() && parts.hasNext()) {
                deflater.setInput(parts.next());
            }
            if (!parts.hasNext()) {
                deflater.finish();
            }
            int length = deflater.deflate(buffer);
            if (output.size() + length >= section.length()) {
                return false;
            }
            output.write(buffer, 0, length);
        }
        return true;
    }

    byte[] inflate(Encoded section) {
        byte[] bytes = section.toByteArray();
        int length = length(section, bytes);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, Integer.BYTES, bytes.length - Integer.BYTES);
            return inflate(section, inflater, length);
        } catch (DataFormatException e) {
            throw damaged(section, "it is not deflated", e);
        } finally {
            inflater.end();
        }
    }

    private int length(Encoded section, byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            throw damaged(section, "its length is missing", null);
        }
        int length = ByteBuffer.wrap(bytes).getInt();
        if (length < 0 || length > (bytes.length - Integer.BYTES) * (long) HIGHEST_RATIO) {
            throw damaged(section, "it cannot have %d bytes when it is inflated".formatted(length), null);
        }
        if (length > largest) {
            throw new SectionTooLargeException(section.toString(), length, largest);
        }
        return length;
    }

    private static byte[] inflate(Encoded section, Inflater inflater, int length) throws DataFormatException {
        byte[] inflated = new byte[length];
        int size = 0;
        for (int more = 1; more > 0 && size < length; size += more) {
            more = inflater.inflate(inflated, size, length - size);
        }
        int tooMuch = inflater.inflate(new byte[1]); // reads the checksum, too
        if (size < length || tooMuch > 0 || !inflater.finished() || inflater.getRemaining() > 0) {
            throw damaged(section, "it does not end after %d bytes".formatted(length), null);
        }
        return inflated;
    }

    private static CodecException damaged(Encoded section, String what, @Nullable Throwable cause) {
        return new CodecException("A section (%s) cannot be inflated: %s".formatted(section, what), cause);
    }
}
