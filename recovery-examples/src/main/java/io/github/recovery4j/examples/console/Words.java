package io.github.recovery4j.examples.console;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;

/** Numbers and failures for people. */
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

    /**
     * {@return what went wrong, without the names of classes where that can be said}
     *
     * @param failure how it was thrown
     */
    public static String problem(Exception failure) {
        if (failure instanceof NoSuchFileException e) {
            return "there is no " + e.getFile();
        }
        if (failure instanceof AccessDeniedException e) {
            return "permission denied: " + e.getFile();
        }
        if (failure instanceof FileSystemException e && e.getReason() == null) {
            return "%s: %s".formatted(e.getClass().getSimpleName(), e.getFile());
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
