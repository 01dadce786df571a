package io.github.recovery4j.testkit;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The state of the work that is killed: so many items are done, and this is their total. The total is a function of the
 * number alone, so a state that was never reached shows.
 */
record Sum(long done, long total) {

    static final Sum NOTHING = new Sum(0, 0);

    Sum next() {
        return plus(done);
    }

    /** Order matters: an item that is left out, taken twice or out of turn changes everything behind it. */
    Sum plus(long item) {
        long mixed = (total ^ item) * 0x9E3779B97F4A7C15L;
        return new Sum(done + 1, mixed ^ (mixed >>> 29));
    }

    /** What an undisturbed run reaches. */
    static Sum after(long items) {
        Sum sum = NOTHING;
        while (sum.done < items) {
            sum = sum.next();
        }
        return sum;
    }

    static List<Long> items(long count) {
        return LongStream.range(0, count).boxed().toList();
    }

    @Override
    public String toString() {
        return done + " " + total;
    }

    static Sum parse(String text) {
        String[] parts = text.split(" ");
        return new Sum(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}
