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
        Set<List<String>> units = new HashSet<>();
        String flag = null;
        for (String raw : arguments == null ? List.<String>of() : arguments) {
            String argument = raw.trim();
            if (flag != null) {
                units.add(isFlag(argument) ? List.of(flag) : List.of(flag, argument));
                flag = isFlag(argument) && takesValue(argument) ? argument : null;
                if (isFlag(argument) && flag == null) {
                    units.add(List.of(argument));
                }
            } else if (isFlag(argument) && takesValue(argument)) {
                flag = argument;
            } else if (!argument.isEmpty()) {
                units.add(List.of(argument));
            }
        }
        if (flag != null) {
            units.add(List.of(flag));
        }
        return units;
    }

    /** A minus sign before a digit is a number. */
    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.charAt(0) == '-' && !Character.isDigit(argument.charAt(1));
    }

    private static boolean takesValue(String flag) {
        return flag.indexOf('=') < 0;
    }
}
