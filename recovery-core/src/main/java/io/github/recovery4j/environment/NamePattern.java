package io.github.recovery4j.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that are built from values and can be taken apart again, such as {@code sync-test-{network}-{el}-{cl}}. A name
 * parses back to the values it was built from or not at all: a name that could be read in two ways is refused when it is
 * built, and when it is parsed.
 *
 * <p>What stands in braces is a variable, the word of URI templates (RFC 6570). One can list the values it accepts, {@code {el:geth|besu}}, which settles most ambiguities:
 * {@code holesky-shadow} then is a network name without further ado. Immutable.
 */
public final class NamePattern {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(?::([^{}]*))?}");

    private final String pattern;
    private final List<Part> parts;

    private NamePattern(String pattern, List<Part> parts) {
        this.pattern = pattern;
        this.parts = parts;
    }

    /**
     * Compiles a pattern.
     *
     * @param pattern text with variables {@code {name}} or {@code {name:one|two}}
     * @return the compiled pattern
     * @throws IllegalArgumentException if a variable appears twice or there is none
     */
    public static NamePattern of(String pattern) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(pattern);
        int end = 0;
        while (matcher.find()) {
            parts.add(new Literal(pattern.substring(end, matcher.start())));
            String accepted = matcher.group(2);
            parts.add(new Variable(matcher.group(1), accepted == null ? List.of() : List.of(accepted.split("\\|"))));
            end = matcher.end();
        }
        parts.add(new Literal(pattern.substring(end)));
        List<String> names = variables(parts);
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("A name pattern needs variables, each once: " + pattern);
        }
        return new NamePattern(pattern, List.copyOf(parts));
    }

    private static List<String> variables(List<Part> parts) {
        return parts.stream()
                .filter(Variable.class::isInstance)
                .map(part -> ((Variable) part).name())
                .toList();
    }

    List<String> variables() {
        return variables(parts);
    }

    /**
     * Builds a name.
     *
     * @param values one non-empty value for every variable
     * @return the name
     * @throws IllegalArgumentException if a value is missing, or the name could be read as other values too
     */
    public String format(Map<String, String> values) {
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            name.append(part instanceof Variable variable ? value(variable, values) : ((Literal) part).text());
        }
        List<Map<String, String>> readings = readings(name.toString());
        if (readings.size() != 1
                || !values.entrySet().containsAll(readings.get(0).entrySet())) {
            throw new IllegalArgumentException("'%s', built by %s from %s, could not be read back: %s"
                    .formatted(name, pattern, values, ambiguity(readings)));
        }
        return name.toString();
    }

    private String value(Variable variable, Map<String, String> values) {
        String value = values.get(variable.name());
        if (value == null) {
            throw new IllegalArgumentException("%s needs a value for '%s'".formatted(pattern, variable.name()));
        }
        return value;
    }

    /**
     * Takes a name apart.
     *
     * @param name a name
     * @return the values it was built from
     * @throws IllegalArgumentException if this pattern does not build such a name, or from more than one set of values
     */
    public Map<String, String> parse(String name) {
        List<Map<String, String>> readings = readings(name);
        if (readings.size() != 1) {
            throw new IllegalArgumentException(
                    "'%s' cannot be read by %s: %s".formatted(name, pattern, ambiguity(readings)));
        }
        return readings.get(0);
    }

    private static String ambiguity(List<Map<String, String>> readings) {
        return readings.isEmpty() ? "it has another form" : "it could be any of " + readings;
    }

    /** Up to two ways to read a name; more than one is one too many. */
    private List<Map<String, String>> readings(String name) {
        List<Map<String, String>> readings = new ArrayList<>();
        read(name, 0, 0, new LinkedHashMap<>(), readings);
        return readings;
    }

    private void read(String name, int at, int part, Map<String, String> values, List<Map<String, String>> readings) {
        if (readings.size() == 2) {
            return;
        }
        if (part == parts.size()) {
            if (at == name.length()) {
                readings.add(new LinkedHashMap<>(values));
            }
        } else if (parts.get(part) instanceof Literal literal) {
            if (name.startsWith(literal.text(), at)) {
                read(name, at + literal.text().length(), part + 1, values, readings);
            }
        } else if (parts.get(part) instanceof Variable variable) {
            for (int end = at + 1; end <= name.length(); end++) {
                String value = name.substring(at, end);
                if (variable.accepts(value)) {
                    values.put(variable.name(), value);
                    read(name, end, part + 1, values, readings);
                    values.remove(variable.name());
                }
            }
        }
    }

    @Override
    public String toString() {
        return pattern;
    }

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Variable(String name, List<String> accepted) implements Part {
        boolean accepts(String value) {
            return accepted.isEmpty() || accepted.contains(value);
        }
    }
}
