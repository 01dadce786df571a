package io.github.recovery4j.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them: a whole number, and perhaps a unit, each 1024 of the one before. */
final class ByteText {

    private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB", "TiB");
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) *(?:b|([kmgt])(?:i?b)?)?");

    private ByteText() {}

    static long atLeast(long least, String text) {
        long read = read(text);
        if (read < least) {
            throw new IllegalArgumentException("it is less than " + print(least));
        }
        return read;
    }

    private static long read(String text) {
        Matcher match = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new IllegalArgumentException("it is not a number of bytes such as 4096, 64KiB, 64MiB or 1GiB");
        }
        int unit = match.group(2) == null ? 0 : "kmgt".indexOf(match.group(2)) + 1;
        try {
            return Math.multiplyExact(Long.parseLong(match.group(1)), 1L << (10 * unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("it is more bytes than can be counted", e);
        }
    }

    /** With the greatest unit of which it is a whole number. */
    static String print(long bytes) {
        int unit = 0;
        long number = bytes;
        while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
            number /= 1024;
            unit++;
        }
        return number + UNITS.get(unit);
    }
}
