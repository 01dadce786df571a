package io.github.recovery4j.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit, or ISO 8601. Never a number alone: of what? */
final class DurationText {

    /** Longer ones do not fit into nanoseconds, and mean for ever. */
    private static final Duration MOST = Duration.ofDays(36_500);

    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) *(ms|s|m|h|d)");

    /** The longest first. */
    private static final Map<String, Duration> UNITS = units();

    private DurationText() {}

    private static Map<String, Duration> units() {
        Map<String, Duration> units = new LinkedHashMap<>();
        units.put("d", Duration.ofDays(1));
        units.put("h", Duration.ofHours(1));
        units.put("m", Duration.ofMinutes(1));
        units.put("s", Duration.ofSeconds(1));
        units.put("ms", Duration.ofMillis(1));
        return units;
    }

    static Duration between(Duration least, String text) {
        Duration read = read(text);
        if (read.compareTo(least) < 0) {
            throw new IllegalArgumentException("it is less than " + print(least));
        }
        return read;
    }

    /** From zero to a hundred years. */
    static Duration read(String text) {
        Duration read = parsed(text);
        if (read.isNegative() || read.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("it is not from 0s to " + print(MOST));
        }
        return read;
    }

    private static Duration parsed(String text) {
        Matcher match = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (match.matches()) {
            return UNITS.getOrDefault(match.group(2), Duration.ZERO).multipliedBy(Long.parseLong(match.group(1)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it is not a duration such as 500ms, 10s, 2m, 12h, 7d or PT1M30S", e);
        }
    }

    /** With the longest unit of which it is a whole number. */
    static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        return UNITS.entrySet().stream()
                .filter(unit -> isWhole(duration, unit.getValue()))
                .findFirst()
                .map(unit -> duration.dividedBy(unit.getValue()) + unit.getKey())
                .orElseGet(duration::toString);
    }

    private static boolean isWhole(Duration duration, Duration unit) {
        return unit.multipliedBy(duration.dividedBy(unit)).equals(duration);
    }
}
