package io.github.recovery4j.file;

import io.github.recovery4j.codec.Encoded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Checksum;

/** All bytes of the file of a {@link Report}, to be written to a new file or over an old one. */
final class ReportFile {

    private static final byte[] LINE_FEED = {'\n'};
    private static final byte[] SPACES = new byte[1 << 16];

    static {
        Arrays.fill(SPACES, (byte) ' ');
    }

    private final byte[] header;
    private final List<Encoded> sections;
    private final long padding;

    private ReportFile(byte[] header, List<Encoded> sections, long padding) {
        this.header = header;
        this.sections = sections;
        this.padding = padding;
    }

    /** Puts it together for a file that is large enough. */
    static ReportFile of(SealedLine.Begun begun, List<Encoded> sections, long size) {
        long used = begun.length(size)
                + sections.stream().mapToLong(section -> section.length() + 1L).sum();
        long padding = size - used;
        return new ReportFile(begun.seal(size, sum -> updateInto(sum, sections, padding)), sections, padding);
    }

    private static void updateInto(Checksum sum, List<Encoded> sections, long padding) {
        for (Encoded section : sections) {
            section.updateInto(sum);
            sum.update('\n');
        }
        padding(padding).forEach(sum::update);
    }

    /** Spaces and a line feed, as views of what must not be changed. */
    private static List<ByteBuffer> padding(long length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        for (long spaces = length - 1; spaces > 0; spaces -= SPACES.length) {
            pieces.add(ByteBuffer.wrap(SPACES, 0, (int) Math.min(spaces, SPACES.length)));
        }
        if (length > 0) {
            pieces.add(ByteBuffer.wrap(LINE_FEED));
        }
        return pieces;
    }

    /** All bytes, one piece after the other, not copied. */
    List<ByteBuffer> pieces() {
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(ByteBuffer.wrap(header));
        for (Encoded section : sections) {
            pieces.addAll(section.parts());
            pieces.add(ByteBuffer.wrap(LINE_FEED));
        }
        pieces.addAll(padding(padding));
        return pieces;
    }

    /** All bytes, to a new file. */
    void writeTo(OutputStream out) throws IOException {
        out.write(header);
        for (Encoded section : sections) {
            section.writeTo(out);
            out.write('\n');
        }
        for (ByteBuffer piece : padding(padding)) {
            out.write(piece.array(), piece.arrayOffset(), piece.remaining());
        }
    }
}
