package io.github.recovery4j.examples.digest;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a file relative to the root of the tree: the very bytes that the file system has, separated by slashes.
 * {@link Path#toString()} would do for most, but a name that is not text in the platform's encoding does not survive it.
 * Ordered by unsigned bytes of the whole name, as {@code LC_ALL=C sort} does.
 */
final class RelativeName implements Comparable<RelativeName> {

    private final byte[] bytes;

    private RelativeName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The name of a file below a root; both paths are absolute. Only a URI shows the bytes behind a path. */
    static RelativeName of(Path root, Path file) {
        return parse(rawPath(file).substring(rawPath(root).length() + 1));
    }

    /** A URI ends with a slash if there is a directory by that name at the moment. */
    private static String rawPath(Path path) {
        String raw = path.toUri().getRawPath();
        return raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    }

    /** The name that {@link #encoded()} was called on. */
    static RelativeName parse(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return new RelativeName(encoded.getBytes(StandardCharsets.ISO_8859_1));
        }
        String decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        return new RelativeName(decoded.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The name in ASCII, with every other byte percent-encoded. */
    String encoded() {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (b > ' ' && b < 127 && b != '%') {
                text.append((char) b);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    void escapeInto(ByteArrayOutputStream out) {
        for (byte b : bytes) {
            switch (b) {
                case '\\' -> out.writeBytes(new byte[] {'\\', '\\'});
                case '\n' -> out.writeBytes(new byte[] {'\\', 'n'});
                case '\r' -> out.writeBytes(new byte[] {'\\', 'r'});
                default -> out.write(b);
            }
        }
    }

    boolean needsEscape() {
        for (byte b : bytes) {
            if (b == '\\' || b == '\n' || b == '\r') {
                return true;
            }
        }
        return false;
    }

    @Override
    public int compareTo(RelativeName other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelativeName that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The name in one line, for people. */
    @Override
    public String toString() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        escapeInto(out);
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }
}
