package io.github.recovery4j.jackson;

/**
 * How much one document may hold. The limits hold when reading, where they protect from a hostile or damaged document,
 * and when writing, so that nothing is saved that could not be restored. Field names are limited to 50,000 characters.
 *
 * @param maxDocumentBytes bytes of the document
 * @param maxDepth nested objects and arrays
 * @param maxNumberLength characters of one number
 * @param maxStringLength characters of one string; of binary data, its Base64 form
 */
public record JacksonLimits(int maxDocumentBytes, int maxDepth, int maxNumberLength, int maxStringLength) {

    /** More, and the stack of a thread might not do. */
    private static final int DEEPEST = 1_000;

    /**
     * Checks that every limit is positive and the depth at most 1000.
     *
     * @param maxDocumentBytes bytes of the document
     * @param maxDepth nested objects and arrays
     * @param maxNumberLength characters of one number
     * @param maxStringLength characters of one string; of binary data, its Base64 form
     */
    public JacksonLimits {
        positive("maxDocumentBytes", maxDocumentBytes);
        positive("maxDepth", maxDepth);
        positive("maxNumberLength", maxNumberLength);
        positive("maxStringLength", maxStringLength);
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("maxDepth is at most %d, got %d".formatted(DEEPEST, maxDepth));
        }
    }

    /** {@return 256 MiB, 100 levels, numbers of 1000 and strings of 20 million characters} */
    public static JacksonLimits defaults() {
        return new JacksonLimits(256 << 20, 100, 1_000, 20_000_000);
    }

    /**
     * Changes the size of the document.
     *
     * @param bytes how many it may have
     * @return limits that differ in this
     */
    public JacksonLimits withMaxDocumentBytes(int bytes) {
        return new JacksonLimits(bytes, maxDepth, maxNumberLength, maxStringLength);
    }

    /**
     * Changes the depth.
     *
     * @param depth how many objects and arrays may be nested, at most 1000
     * @return limits that differ in this
     */
    public JacksonLimits withMaxDepth(int depth) {
        return new JacksonLimits(maxDocumentBytes, depth, maxNumberLength, maxStringLength);
    }

    /**
     * Changes the length of numbers.
     *
     * @param characters how many a number may have
     * @return limits that differ in this
     */
    public JacksonLimits withMaxNumberLength(int characters) {
        return new JacksonLimits(maxDocumentBytes, maxDepth, characters, maxStringLength);
    }

    /**
     * Changes the length of strings.
     *
     * @param characters how many a string may have
     * @return limits that differ in this
     */
    public JacksonLimits withMaxStringLength(int characters) {
        return new JacksonLimits(maxDocumentBytes, maxDepth, maxNumberLength, characters);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be positive, got %d".formatted(name, value));
        }
    }
}
