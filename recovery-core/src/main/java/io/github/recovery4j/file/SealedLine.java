package io.github.recovery4j.file;

import io.github.recovery4j.json.Json;
import io.github.recovery4j.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A line of JSON that vouches for itself and for the bytes behind it.
 *
 * <pre>
 * {"recovery4j":1,"job":"sync",…,"checksum":"e3069283"}\n
 * </pre>
 *
 * The format version comes first and the checksum last, in every version of the format, so that an intact file of a
 * newer release can be told from a damaged one. The checksum is a CRC32C over every byte of the file but its own eight
 * digits, which count as zeros.
 */
final class SealedLine {

    static final long FORMAT = 1;

    private static final int LONGEST = 1 << 20;
    private static final byte[] TAIL_START = "\"checksum\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final String END = ",\"checksum\":\"00000000\"}\n";
    private static final byte[] ZEROS = "00000000".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS_FROM_END = ZEROS.length + 3;

    private final byte[] line;

    private SealedLine(byte[] line) {
        this.line = line;
    }

    /** Makes the line for the given fields, with nothing behind it. */
    static byte[] seal(Map<String, ?> fields) {
        return seal(begun(fields), END, nothing -> {});
    }

    /** A line whose file has no size yet. */
    static Begun begin(Map<String, ?> fields) {
        return new Begun(begun(fields));
    }

    private static byte[] begun(Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("recovery4j", FORMAT);
        all.putAll(fields);
        String text = Json.write(all);
        return text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] seal(byte[] begun, String end, Consumer<Checksum> rest) {
        byte[] line = Arrays.copyOf(begun, begun.length + end.length());
        System.arraycopy(end.getBytes(StandardCharsets.US_ASCII), 0, line, begun.length, end.length());
        if (line.length > LONGEST) {
            throw new IllegalArgumentException(
                    "Names, labels and positions make a header of %d bytes; at most %d are possible"
                            .formatted(line.length, LONGEST));
        }
        Checksum sum = checksum(line);
        rest.accept(sum);
        byte[] digits = digits(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, line, line.length - DIGITS_FROM_END, digits.length);
        return line;
    }

    /** Everything of a line but the size of the file it is the first line of, and the checksum. */
    static final class Begun {

        private final byte[] bytes;

        private Begun(byte[] bytes) {
            this.bytes = bytes;
        }

        /** How long the line gets in a file of the given size. */
        int length(long size) {
            return bytes.length + end(size).length();
        }

        /** Makes the line for a file of the given size, with whatever follows it. */
        byte[] seal(long size, Consumer<Checksum> rest) {
            return SealedLine.seal(bytes, end(size), rest);
        }

        private static String end(long size) {
            return ",\"size\":" + size + END;
        }
    }

    /**
     * Reads a line up to its end.
     *
     * @throws DamagedException if there is no such line
     */
    static SealedLine read(InputStream in) throws IOException {
        byte[] buffer = new byte[512];
        int length = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (length == LONGEST) {
                throw new DamagedException("the header has no end");
            }
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * length);
            }
            buffer[length++] = (byte) b;
            if (b == '\n') {
                return checkedForm(Arrays.copyOf(buffer, length));
            }
        }
        throw new DamagedException(length == 0 ? "the file is empty" : "the file ends within its header");
    }

    private static SealedLine checkedForm(byte[] line) throws DamagedException {
        int tail = line.length - DIGITS_FROM_END - TAIL_START.length;
        if (tail < 0
                || !Arrays.equals(line, tail, tail + TAIL_START.length, TAIL_START, 0, TAIL_START.length)
                || line[line.length - 3] != '"'
                || line[line.length - 2] != '}') {
            throw new DamagedException("the file does not begin with a header of this library");
        }
        return new SealedLine(line);
    }

    int length() {
        return line.length;
    }

    /** Whether a file begins with this very line. */
    boolean begins(InputStream file) throws IOException {
        return Arrays.equals(line, file.readNBytes(line.length));
    }

    /**
     * The fields, before anything vouches for them; good enough to find out how long the rest should be.
     *
     * @throws DamagedException if they cannot be parsed
     */
    Fields unverified() throws DamagedException {
        try {
            return new Fields(Json.parse(new String(line, 0, line.length - 1, StandardCharsets.UTF_8)));
        } catch (MalformedJsonException e) {
            throw new DamagedException("its header is damaged: " + e.getMessage());
        }
    }

    /** A checksum over this line, to be fed with the bytes behind it. */
    Checksum checksum() {
        byte[] zeroed = line.clone();
        System.arraycopy(ZEROS, 0, zeroed, line.length - DIGITS_FROM_END, ZEROS.length);
        return checksum(zeroed);
    }

    /**
     * Checks the line and the bytes behind it.
     *
     * @param all what {@link #checksum()} began, fed with them
     * @throws DamagedException if a byte of them was changed
     */
    void verify(Checksum all) throws DamagedException {
        String found = new String(line, line.length - DIGITS_FROM_END, ZEROS.length, StandardCharsets.US_ASCII);
        if (!found.equals(digits(all))) {
            throw new DamagedException("its checksum says %s, its bytes say %s".formatted(found, digits(all)));
        }
    }

    private static Checksum checksum(byte[] zeroed) {
        CRC32C crc = new CRC32C();
        crc.update(zeroed);
        return crc;
    }

    private static String digits(Checksum all) {
        return HexFormat.of().toHexDigits((int) all.getValue());
    }
}
