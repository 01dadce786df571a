package io.github.recovery4j.codec;

import java.util.Map;
import java.util.Optional;

/**
 * Stores the large sections of another codec deflated, and the others as they are.
 *
 * <p>What is smaller than the threshold, or does not get smaller, is recorded under the other codec's name; what is
 * deflated under {@code deflate+} and that name, {@code deflate+jackson-json} for example. So either can be read whatever
 * the threshold is by then. {@code Recovery} reads deflated sections with every codec: compression
 * can be switched on and off between two runs.
 *
 * <pre>
 * length of the section before (4 bytes, big-endian) · the section in zlib format (RFC 1950), level 1
 * </pre>
 *
 * A damaged or hostile section does not take more memory than it may. Before anything is allocated, the length in front
 * must be
 * <ol>
 *   <li>at most 256 MiB, and a quarter of the heap: a longer section is not deflated when it is written;
 *   <li>at most 1032 times the bytes that follow, which is what deflating can achieve.
 * </ol>
 * Then the bytes must yield exactly that length and end there.
 *
 * <p>As safe for use by many threads as the other codec.
 */
public final class CompressingCodec implements StateCodec {

    /** From how many bytes on a section is deflated unless told otherwise: 64 KiB. */
    public static final int DEFAULT_THRESHOLD = 1 << 16;

    private static final String PREFIX = "deflate+";
    private static final int NEVER = Integer.MAX_VALUE;

    private final StateCodec codec;
    private final int threshold;
    private final Deflate deflate;

    private CompressingCodec(StateCodec codec, int threshold, Deflate deflate) {
        this.codec = codec;
        this.threshold = threshold;
        this.deflate = deflate;
    }

    /**
     * Deflates sections of {@link #DEFAULT_THRESHOLD} bytes and more.
     *
     * @param codec encodes and decodes
     * @return a codec that compresses what {@code codec} writes
     */
    public static CompressingCodec of(StateCodec codec) {
        return of(codec, DEFAULT_THRESHOLD);
    }

    /**
     * Deflates sections from a size on.
     *
     * @param codec encodes and decodes
     * @param threshold the size in bytes, from 1
     * @return a codec that compresses what {@code codec} writes
     */
    public static CompressingCodec of(StateCodec codec, int threshold) {
        if (threshold < 1) {
            throw new IllegalArgumentException("Sections are compressed from 1 byte on, got " + threshold);
        }
        if (codec instanceof CompressingCodec) {
            throw new IllegalArgumentException("The codec compresses already");
        }
        return new CompressingCodec(codec, threshold, Deflate.ofThisProcess());
    }

    /**
     * Reads what is compressed, and compresses nothing.
     *
     * @param codec encodes and decodes
     * @return {@code codec} itself if it compresses, or one that reads compressed sections too
     */
    public static CompressingCodec reading(StateCodec codec) {
        return codec instanceof CompressingCodec compressing
                ? compressing
                : new CompressingCodec(codec, NEVER, Deflate.ofThisProcess());
    }

    /** {@return the other codec's name} */
    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public Encoded encode(Object value) {
        Encoded section = codec.encode(value);
        if (section.length() < threshold) {
            return section;
        }
        return deflate.smaller(section)
                .map(output -> output.section(PREFIX + section.codec(), section.version()))
                .orElse(section);
    }

    @Override
    public <T> T decode(Encoded encoded, Class<T> type) {
        return codec.decode(inflated(encoded).orElse(encoded), type);
    }

    private Optional<Encoded> inflated(Encoded encoded) {
        if (!encoded.codec().startsWith(PREFIX)) {
            return Optional.empty();
        }
        String name = encoded.codec().substring(PREFIX.length());
        return Optional.of(Encoded.of(name, encoded.version(), deflate.inflate(encoded)));
    }

    @Override
    public Map<String, String> fields(Object value) {
        return codec.fields(value);
    }
}
