package io.github.recovery4j.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the little JSON that core needs: objects, arrays, strings and whole numbers, in one line. Core depends
 * on no JSON library; what it reads here it wrote itself. Nothing vouches for that before it is parsed: so depth is
 * limited, names come once, and callers limit the length.
 */
public final class Json {

    private static final int DEEPEST = 4;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * {@return an object as JSON without line breaks, valid whatever its strings consist of}
     *
     * @param object its fields: maps, lists, whole numbers, and for anything else its text
     */
    public static String write(Map<String, ?> object) {
        StringBuilder out = new StringBuilder();
        write(object, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> field : object.entrySet()) {
                out.append(separator);
                quote(String.valueOf(field.getKey()), out);
                write(field.getValue(), out.append(':'));
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof List<?> array) {
            out.append('[');
            String separator = "";
            for (Object element : array) {
                write(element, out.append(separator));
                separator = ",";
            }
            out.append(']');
        } else if (value instanceof Number number) {
            out.append(number.longValue());
        } else {
            quote(value.toString(), out);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /**
     * Parses one object.
     *
     * @param text what {@link #write} wrote
     * @return its fields: {@link Map}, {@link List}, {@link Long} and {@link String}
     * @throws MalformedJsonException if the text is anything else
     */
    public static Map<String, Object> parse(String text) throws MalformedJsonException {
        Json parser = new Json(text);
        Map<String, Object> object = parser.object(1);
        if (parser.at != text.length()) {
            throw parser.unexpected();
        }
        return object;
    }

    private Map<String, Object> object(int depth) throws MalformedJsonException {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (peek() == '}') {
            at++;
            return fields;
        }
        do {
            String name = string();
            expect(':');
            if (fields.put(name, value(depth)) != null) {
                throw unexpected();
            }
        } while (next() == ',');
        at--;
        expect('}');
        return fields;
    }

    private Object value(int depth) throws MalformedJsonException {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            default -> number();
        };
    }

    private int deeper(int depth) throws MalformedJsonException {
        if (depth == DEEPEST) {
            throw unexpected();
        }
        return depth + 1;
    }

    private List<Object> array(int depth) throws MalformedJsonException {
        List<Object> elements = new ArrayList<>();
        expect('[');
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value(depth));
        } while (next() == ',');
        at--;
        expect(']');
        return elements;
    }

    private Long number() throws MalformedJsonException {
        int start = at;
        while (peek() == '-' || (peek() >= '0' && peek() <= '9')) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private String string() throws MalformedJsonException {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() throws MalformedJsonException {
        char c = next();
        if (c == '"' || c == '\\') {
            return c;
        }
        if (c != 'u' || at + 4 > text.length()) {
            throw unexpected();
        }
        at += 4;
        try {
            return (char) Integer.parseInt(text, at - 4, at, 16);
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private void expect(char wanted) throws MalformedJsonException {
        if (next() != wanted) {
            throw unexpected();
        }
    }

    private char next() throws MalformedJsonException {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws MalformedJsonException {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private MalformedJsonException unexpected() {
        return new MalformedJsonException("it is not what this library writes, at character " + at);
    }
}
