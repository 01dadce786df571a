package io.github.recovery4j.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a header, by name and type. A missing or mistyped one is damage. */
record Fields(Map<String, Object> values) {

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The version of the format: this one, or one that was not yet known. */
    long format() throws DamagedException {
        long format = number("recovery4j");
        if (format < SealedLine.FORMAT) {
            throw new DamagedException("its header names a format of " + format);
        }
        return format;
    }

    String text(String name) throws DamagedException {
        return as(String.class, name);
    }

    long number(String name) throws DamagedException {
        return as(Long.class, name);
    }

    /** A number of type {@code int} that is at least so great. */
    int number(String name, int least) throws DamagedException {
        long number = number(name);
        if (number < least || number > Integer.MAX_VALUE) {
            throw new DamagedException("its header names a %s of %d".formatted(name, number));
        }
        return (int) number;
    }

    Instant instant(String name) throws DamagedException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new DamagedException("its header has no time in '" + name + "'");
        }
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    Fields object(String name) throws DamagedException {
        return new Fields(as(Map.class, name));
    }

    Map<String, Long> numbers() throws DamagedException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String name : values.keySet()) {
            numbers.put(name, number(name));
        }
        return numbers;
    }

    private <T> T as(Class<T> type, String name) throws DamagedException {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new DamagedException("its header has no %s '%s'".formatted(type.getSimpleName(), name));
        }
        return type.cast(value);
    }
}
