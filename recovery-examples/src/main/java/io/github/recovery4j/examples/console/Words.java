package io.github.recovery4j.examples.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
public final class Words {

    private Words() {}

    /**
     * {@return a number with its thousands apart}
     *
     * @param number which
     */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /**
     * {@return how many of something there are}
     *
     * @param number how many
     * @param one what there is one of
     * @param more what there are more of
     */
    public static String count(long number, String one, String more) {
        return count(number) + " " + (number == 1 ? one : more);
    }

    /**
     * {@return a duration in its two largest units}
     *
     * @param duration which; a negative one is zero
     */
    public static String time(Duration duration) {
        double seconds = Math.max(0, duration.toMillis() / 1000.0);
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 100) {
            return whole + " s";
        }
        return whole < 6000
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
    }
}
