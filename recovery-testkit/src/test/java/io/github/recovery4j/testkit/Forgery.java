package io.github.recovery4j.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Makes files that look like the storage's own, with checksums that are right: a checksum is not a signature. */
final class Forgery {

    private static final String TAIL = "\"checksum\":\"00000000\"}";

    private Forgery() {}

    /** A line of the given fields, sealed together with what follows it. */
    static byte[] sealed(String fields, byte[] rest) {
        byte[] zeroed = ("{" + fields + "," + TAIL + "\n").getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(zeroed);
        crc.update(rest);
        String line = new String(zeroed, StandardCharsets.UTF_8)
                .replace(TAIL, TAIL.replace("00000000", "%08x".formatted(crc.getValue())));
        byte[] head = line.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + rest.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        return all;
    }

    /** Changes the fields of a file's first line and seals it again; the size of the file it names is the true one. */
    static void change(Path file, UnaryOperator<String> fields) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf('\n');
        String line = text.substring(0, end);
        String before = line.substring(1, line.indexOf(",\"checksum\":"));
        String after = fields.apply(before);
        if (after.equals(before)) {
            throw new AssertionError("nothing was changed in " + before);
        }
        byte[] rest = text.substring(end + 1).getBytes(StandardCharsets.UTF_8);
        byte[] changed = sealed(after, rest);
        for (byte[] longer = null; !Arrays.equals(changed, longer); ) {
            longer = changed; // the number may get one digit more
            changed = sealed(after.replaceFirst(",\"size\":\\d+", ",\"size\":" + changed.length), rest);
        }
        Files.write(file, changed);
    }
}
