package io.github.recovery4j.file;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes the little JSON that headers need: objects of strings, whole numbers and objects. Core depends on no
 * JSON library; what it reads here it wrote itself. Nothing vouches for that before it is parsed: so depth is limited,
 * names come once, and the text is no longer than a {@link SealedLine} may be.
 */
final class HeaderJson {

    private static final int DEEPEST = 4;

    private final String text;
    private int at;

    private HeaderJson(String text) {
        this.text = text;
    }

    static String write(Map<String, ?> object) {
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
     * @throws DamagedException if the text is anything else
     */
    static Map<String, Object> parse(String text) throws DamagedException {
        HeaderJson parser = new HeaderJson(text);
        Map<String, Object> object = parser.object(1);
        if (parser.at != text.length()) {
            throw parser.unexpected();
        }
        return object;
    }

    private Map<String, Object> object(int depth) throws DamagedException {
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

    private Object value(int depth) throws DamagedException {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> {
                if (depth == DEEPEST) {
                    throw unexpected();
                }
                yield object(depth + 1);
            }
            default -> number();
        };
    }

    private Long number() throws DamagedException {
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

    private String string() throws DamagedException {
        expect('"');
        StringBuilder out = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() throws DamagedException {
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

    private void expect(char wanted) throws DamagedException {
        if (next() != wanted) {
            throw unexpected();
        }
    }

    private char next() throws DamagedException {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws DamagedException {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private DamagedException unexpected() {
        return new DamagedException("the header is not what this library writes, at character " + at);
    }
}
