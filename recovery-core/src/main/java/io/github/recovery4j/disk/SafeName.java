package io.github.recovery4j.disk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Any text as one part of a file name: letters, digits, {@code _} and {@code -} as they are, every other UTF-8 byte as
 * {@code %XX}. Text that is too long, or not valid Unicode, is cut and made unique by its hash behind a {@code ~}. Two
 * texts never share a name; no name is empty for a text that is not, hidden, or leaves its directory.
 */
public final class SafeName {

    private static final int LONGEST = 100;
    private static final int CUT = 80;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SafeName() {}

    /**
     * {@return the name of a text}
     *
     * @param text any text; an empty one has an empty name
     */
    public static String of(String text) {
        StringBuilder name = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (plain(b)) {
                name.append((char) b);
            } else {
                name.append('%').append(HEX.toHexDigits(b));
            }
        }
        boolean faithful = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        return faithful && name.length() <= LONGEST ? name.toString() : cut(name) + "~" + hash(text);
    }

    private static boolean plain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
    }

    private static String cut(StringBuilder name) {
        int end = Math.min(name.length(), CUT);
        int escape = name.lastIndexOf("%", end);
        return name.substring(0, escape >= 0 && escape > end - 3 ? escape : end);
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            text.chars().forEach(c -> {
                digest.update((byte) (c >> 8));
                digest.update((byte) c);
            });
            return HEX.formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
