package io.github.recovery4j.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The identity of a run: 26 characters of Crockford's base 32 in the ULID layout, 48 bits of creation time and 80
 * random bits, such as {@code 01JD6K3V9Q7M0Z8XW2T5R4C1BN}. It is safe in file names and sorts by creation time, but
 * nothing relies on that order: clocks jump.
 *
 * @param text the 26 characters
 * @see <a href="https://github.com/ulid/spec">The ULID specification</a>
 */
public record RunId(String text) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final char GREATEST_FIRST = '7';
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Accepts an id in its canonical form.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public RunId {
        if (!isCanonical(text)) {
            throw new IllegalArgumentException("Not a run id (26 characters of Crockford base 32): '" + text + "'");
        }
    }

    /** Ids are read by the million: an expression would cost more than all else that is done to one. */
    private static boolean isCanonical(String text) {
        if (text.length() != LENGTH || text.charAt(0) > GREATEST_FIRST) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
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
        byte[] bits = ByteBuffer.allocate(16)
                .putShort((short) (now.toEpochMilli() >>> 32))
                .putInt((int) now.toEpochMilli())
                .put(random)
                .array();
        return new RunId(base32(new BigInteger(1, bits)));
    }

    private static String base32(BigInteger value) {
        char[] digits = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            int fromRight = 5 * (LENGTH - 1 - i);
            digits[i] = ALPHABET.charAt(value.shiftRight(fromRight).intValue() & 31);
        }
        return new String(digits);
    }

    @Override
    public String toString() {
        return text;
    }
}
