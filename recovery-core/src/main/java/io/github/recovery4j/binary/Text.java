package io.github.recovery4j.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Any string as bytes, and back: UTF-8, which has no bytes for half a surrogate pair; a string with such a half is written
 * as its chars behind a byte that no UTF-8 starts with.
 */
public final class Text {

    private static final byte CHARS = (byte) 0xFF;

    private Text() {}

    /**
     * {@return a text as bytes}
     *
     * @param text any
     */
    public static byte[] encode(String text) {
        if (isWhole(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(1 + Character.BYTES * text.length()).put(CHARS);
        text.chars().forEach(c -> bytes.putChar((char) c));
        return bytes.array();
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /**
     * {@return the text that has these bytes}
     *
     * @param bytes what {@link #encode} made
     */
    public static String decode(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == CHARS
                ? ByteBuffer.wrap(bytes, 1, bytes.length - 1).asCharBuffer().toString()
                : new String(bytes, StandardCharsets.UTF_8);
    }
}
