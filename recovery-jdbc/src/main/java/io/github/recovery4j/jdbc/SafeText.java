package io.github.recovery4j.jdbc;

/**
 * Any string as a text that every database takes, and back. What is no character there (NUL, half of a surrogate pair, line
 * ends and tabs, which would be hard to see) is written as a backslash and its code, such as {@code \\u0000}.
 */
final class SafeText {

    private static final int HEX = 16;
    private static final int CODE = 4;

    private SafeText() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                encoded.append(c).append(text.charAt(++i));
            } else if (c == '\\' || c < ' ' || Character.isSurrogate(c)) {
                encoded.append("\\u%04x".formatted((int) c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private static boolean isPair(String text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }

    /** What was {@linkplain #encode encoded}; anything else is refused. */
    static String decode(String encoded) {
        StringBuilder text = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '\\') {
                if (i + 2 + CODE > encoded.length()) {
                    throw new IllegalArgumentException("Not an encoded text: '" + encoded + "'");
                }
                text.append((char) Integer.parseInt(encoded, i + 2, i + 2 + CODE, HEX));
                i += 1 + CODE;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
