package io.github.recovery4j.checkpoint;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;

/**
 * The identity of a run: 128 bits in the ULID layout, 48 of creation time and 80 random ones. Its text has 26 characters of
 * Crockford's base 32, such as {@code 01JD6K3V9Q7M0Z8XW2T5R4C1BN}. It is safe in file names and sorts by creation time,
 * but nothing relies on that order: clocks jump.
 *
 * @param high the first 64 bits
 * @param low the others
 * @see <a href="https://github.com/ulid/spec">The ULID specification</a>
 */
public record RunId(long high, long low) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int BITS = 5;
    private static final int DIGIT = (1 << BITS) - 1;
    private static final char GREATEST_FIRST = '7';
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The value of each character, -1 if it is no digit: ids are read by the million. */
    private static final byte[] VALUES = values();

    /**
     * Reads an id in its canonical form.
     *
     * @param text the 26 characters
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public RunId(String text) {
        this(parse(text));
    }

    private RunId(ByteBuffer bits) {
        this(bits.getLong(0), bits.getLong(Long.BYTES));
    }

    private static ByteBuffer parse(String text) {
        if (text.length() != LENGTH || text.charAt(0) > GREATEST_FIRST) {
            throw malformed(text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0) {
                throw malformed(text);
            }
            high = high << BITS | low >>> (Long.SIZE - BITS);
            low = low << BITS | value;
        }
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("Not a run id (26 characters of Crockford base 32): '" + text + "'");
    }

    private static byte[] values() {
        byte[] values = new byte['Z' + 1];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    /**
     * Makes a new id that no other run has.
     *
     * @param now the creation time to put into it
     * @return the id
     */
    public static RunId create(Instant now) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        return new RunId(ByteBuffer.allocate(2 * Long.BYTES)
                .putShort((short) (now.toEpochMilli() >>> Integer.SIZE))
                .putInt((int) now.toEpochMilli())
                .put(random));
    }

    /** {@return the 26 characters} */
    public String text() {
        char[] digits = new char[LENGTH];
        long left = high;
        long right = low;
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) right & DIGIT);
            right = right >>> BITS | left << (Long.SIZE - BITS);
            left >>>= BITS;
        }
        return new String(digits);
    }

    @Override
    public String toString() {
        return text();
    }
}
