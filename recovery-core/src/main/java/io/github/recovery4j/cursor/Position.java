package io.github.recovery4j.cursor;

import java.math.BigInteger;

/**
 * A number from 0 to 2^64-1, such as that of a block: compared, counted and printed without a sign.
 *
 * @param bits the number, as an unsigned one; see {@link Long#compareUnsigned}
 */
public record Position(long bits) implements Comparable<Position> {

    /** 0. */
    public static final Position ZERO = new Position(0);

    /** 2^64-1. */
    public static final Position MAX = new Position(-1);

    /**
     * {@return a position below 2^63}
     *
     * @param number not negative; {@code new Position(bits)} is for those that were counted without a sign
     * @throws IllegalArgumentException if it is negative
     */
    public static Position of(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("A position is not negative, got " + number);
        }
        return new Position(number);
    }

    /**
     * {@return the position that a text says, in decimal digits}
     *
     * @param digits what {@link #toString} shows
     * @throws NumberFormatException if it is none, or too large
     */
    public static Position parse(String digits) {
        return new Position(Long.parseUnsignedLong(digits));
    }

    /**
     * {@return the next position}
     *
     * @throws ArithmeticException behind the last one
     */
    public Position next() {
        if (equals(MAX)) {
            throw new ArithmeticException("There is no position behind " + this);
        }
        return new Position(bits + 1);
    }

    /** {@return the number} */
    public BigInteger toBigInteger() {
        return new BigInteger(toString());
    }

    @Override
    public int compareTo(Position other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
