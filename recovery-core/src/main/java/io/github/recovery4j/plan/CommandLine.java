package io.github.recovery4j.plan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a command line apart into units: a flag with the value behind it, or an argument by itself. */
final class CommandLine {

    private CommandLine() {}

    static Set<List<String>> units(@Nullable Collection<String> arguments) {
        List<String> trimmed = arguments == null
                ? List.of()
                : arguments.stream()
                        .map(String::trim)
                        .filter(text -> !text.isEmpty())
                        .toList();
        Set<List<String>> units = new HashSet<>();
        for (int i = 0; i < trimmed.size(); i++) {
            boolean pair = takesValue(trimmed.get(i)) && i + 1 < trimmed.size() && !isFlag(trimmed.get(i + 1));
            units.add(pair ? List.of(trimmed.get(i), trimmed.get(++i)) : List.of(trimmed.get(i)));
        }
        return units;
    }

    /** A minus sign before a digit is a number. */
    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-' && !Character.isDigit(argument.charAt(1));
    }

    private static boolean takesValue(String argument) {
        return isFlag(argument) && argument.indexOf('=') < 0;
    }
}
