package io.github.recovery4j.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MarksTest {

    private static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    /** One snapshot an hour, each after so many bytes. */
    private static Marks afterHours(int hours, long bytes, Keeping keeping) {
        Marks marks = Marks.NONE;
        for (int hour = 1; hour <= hours; hour++) {
            marks = marks.and(new Marks.Mark(hour * bytes, START.plus(Duration.ofHours(hour))), 0, keeping);
        }
        return marks;
    }

    @Test
    void what_is_too_old_is_expendable_however_many_bytes_may_be_kept() {
        Keeping keeping = new Keeping(Duration.ofDays(2), 1L << 40);
        Marks marks = afterHours(24 * 10, 1_000, keeping);
        Instant now = START.plus(Duration.ofDays(10));
        assertThat(marks.expendable(240_000, now, keeping)).isBetween(190_000L, 192_000L);
        assertThat(marks.marks()).as("and they are not many").hasSizeLessThan(400);
    }

    @Test
    void what_is_too_much_is_expendable_however_young_it_is() {
        Keeping keeping = new Keeping(Duration.ofDays(365), 100_000);
        assertThat(afterHours(240, 1_000, keeping).expendable(240_000, START.plus(Duration.ofDays(10)), keeping))
                .isEqualTo(140_000);
    }
}
