package io.github.recovery4j.examples.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a description. */
final class Checked {

    private Checked() {}

    /** A field that has to be there. */
    static String text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": it has to be there");
        }
        return printable(field, value);
    }

    /** A field that may be missing; then it is empty. */
    static String printable(String field, @Nullable String value) {
        String text = value == null ? "" : value;
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": there is a control character in it, such as a line break");
        }
        return text;
    }

    /** A list that has something in it. */
    static <T> List<T> some(String field, @Nullable List<T> value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(field + ": there has to be at least one");
        }
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i) == null) {
                throw new IllegalArgumentException("%s[%d]: it is empty".formatted(field, i));
            }
        }
        return List.copyOf(value);
    }
}
