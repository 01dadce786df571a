package io.github.recovery4j.journaling;

/**
 * The size of a record in 14 bits: up to 4 KiB as it is, beyond that without its lowest bits, at most half a percent less.
 * Nine bits are a number of units of 8 bytes, the other five tell how often it is doubled.
 */
final class RoughSize {

    static final int BITS = 14;

    private static final int UNIT = Long.BYTES;
    private static final int NUMBER = 9;
    private static final int LARGEST = (1 << NUMBER) - 1;
    private static final int MOST_DOUBLED = (1 << (BITS - NUMBER)) - 1;

    private RoughSize() {}

    static long of(long bytes) {
        long units = (bytes + UNIT - 1) / UNIT;
        int doubled = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(units) - NUMBER);
        return doubled > MOST_DOUBLED
                ? ((long) MOST_DOUBLED << NUMBER) | LARGEST
                : ((long) doubled << NUMBER) | (units >>> doubled);
    }

    static long bytes(long rough) {
        return ((rough & LARGEST) * UNIT) << (rough >>> NUMBER);
    }
}
