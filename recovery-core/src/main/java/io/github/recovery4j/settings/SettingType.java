package io.github.recovery4j.settings;

import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a setting can be set to, and how that is written. What is printed reads back as the same value.
 *
 * @param form what is allowed, for people
 * @param reader the value of a text; throws an {@link IllegalArgumentException} that says what is wrong with it
 * @param printer the text of a value
 * @param <T> the values
 */
public record SettingType<T>(String form, Function<String, T> reader, Function<T, String> printer) {

    /**
     * {@return durations, such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 12h}, {@code 7d} or {@code PT1M30S}}
     *
     * @param least the shortest
     */
    public static SettingType<Duration> duration(Duration least) {
        return new SettingType<>(
                "a duration, at least " + DurationText.print(least),
                text -> DurationText.between(least, text),
                DurationText::print);
    }

    /**
     * {@return whole numbers}
     *
     * @param least the smallest
     * @param most the greatest
     */
    public static SettingType<Integer> count(int least, int most) {
        return new SettingType<>(
                "a number, %d to %d".formatted(least, most),
                text -> Math.toIntExact(number(text, least, most)),
                Object::toString);
    }

    /** {@return whole percentages from 1 to 100, such as {@code 85%}} */
    public static SettingType<Integer> percentage() {
        return new SettingType<>(
                "a percentage, 1% to 100%",
                text -> Math.toIntExact(number(text.replaceFirst(" *%$", ""), 1, 100)), percent -> percent + "%");
    }

    /**
     * {@return numbers of bytes, such as {@code 4096}, {@code 64KiB}, {@code 64MiB} or {@code 1GiB}}
     *
     * @param least the smallest
     */
    public static SettingType<Long> bytes(long least) {
        return new SettingType<>(
                "a number of bytes, at least " + ByteText.print(least),
                text -> ByteText.atLeast(least, text),
                ByteText::print);
    }

    /** {@return pauses that grow from the first to the longest, such as {@code 1s..1m}} */
    public static SettingType<BackOff> pauses() {
        return new SettingType<>(
                "the first and the longest pause, at least 1ms",
                SettingType::readPauses,
                pauses -> DurationText.print(pauses.first()) + ".." + DurationText.print(pauses.longest()));
    }

    /** {@return how often something may be done, such as {@code 5/10m} for five times in ten minutes} */
    public static SettingType<Budget> budget() {
        return new SettingType<>(
                "a number of times in a time, at least one in 1ms",
                SettingType::readBudget,
                budget -> budget.times() + "/" + DurationText.print(budget.window()));
    }

    private static BackOff readPauses(String text) {
        String[] parts = parts(text, "\\.\\.", "two durations joined by two dots, such as 1s..1m");
        Duration first = DurationText.between(Duration.ofMillis(1), parts[0]);
        Duration longest = DurationText.read(parts[1]);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("it is longer at first than in the end");
        }
        return new BackOff(first, longest);
    }

    private static Budget readBudget(String text) {
        String[] parts = parts(text, "/", "a number and a duration, such as 5/10m");
        int times = Math.toIntExact(number(parts[0], 1, Integer.MAX_VALUE));
        return new Budget(times, DurationText.between(Duration.ofMillis(1), parts[1]));
    }

    private static String[] parts(String text, String between, String form) {
        String[] parts = text.split(between, -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("it is not " + form);
        }
        return new String[] {parts[0].strip(), parts[1].strip()};
    }

    private static long number(String text, long least, long most) {
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("it is not a whole number");
        }
        long number = Long.parseLong(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException("it is not from %d to %d".formatted(least, most));
        }
        return number;
    }
}
