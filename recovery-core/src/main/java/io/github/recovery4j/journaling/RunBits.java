package io.github.recovery4j.journaling;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;

/**
 * The 128 bits of a run id, which take 16 bytes and not the hundred of its text.
 *
 * @param high the first 64
 * @param low the others
 */
record RunBits(long high, long low) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DIGITS = 26;
    private static final int BITS = 5;

    /** A writer that has written a run: its bits, then its job. */
    static FieldWriter written(RunKey run) {
        RunBits bits = of(run.id());
        return new FieldWriter().longNumber(bits.high()).longNumber(bits.low()).text(run.job());
    }

    /** The run that was written there. */
    static RunKey run(FieldReader reader) {
        RunBits bits = new RunBits(reader.longNumber(), reader.longNumber());
        return new RunKey(reader.text(), bits.id());
    }

    static RunBits of(RunId id) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < DIGITS; i++) {
            high = high << BITS | low >>> (Long.SIZE - BITS);
            low = low << BITS | ALPHABET.indexOf(id.text().charAt(i));
        }
        return new RunBits(high, low);
    }

    RunId id() {
        char[] digits = new char[DIGITS];
        long left = high;
        long right = low;
        for (int i = DIGITS - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (right & ((1 << BITS) - 1)));
            right = right >>> BITS | left << (Long.SIZE - BITS);
            left >>>= BITS;
        }
        return new RunId(new String(digits));
    }

    /** Spreads ids that were made at the same time. */
    int hash() {
        long mixed = (high ^ low) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> Integer.SIZE);
    }
}
