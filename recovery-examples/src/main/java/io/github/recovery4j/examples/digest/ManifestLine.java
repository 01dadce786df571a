package io.github.recovery4j.examples.digest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One line of a manifest, as coreutils writes and checks it:
 *
 * <pre>
 * 9f86d081…0a08  lib/plain name.jar
 * \2c26b46b…e7ae  lib/back\\slash and line\nbreak
 * </pre>
 *
 * A backslash, line feed or carriage return in the name is escaped, and a backslash in front of the line says so.
 */
final class ManifestLine {

    private static final byte[] STDIN = {'-'};

    private ManifestLine() {}

    static byte[] of(byte[] digest, RelativeName name) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        if (name.needsEscape()) {
            line.write('\\');
        }
        line.writeBytes(HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII));
        line.writeBytes(new byte[] {' ', ' '});
        if (Arrays.equals(name.bytes(), STDIN)) {
            line.writeBytes(new byte[] {'.', '/'}); // a bare "-" means standard input to the checker
        }
        name.escapeInto(line);
        line.write('\n');
        return line.toByteArray();
    }
}
