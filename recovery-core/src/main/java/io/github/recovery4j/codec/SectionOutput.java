package io.github.recovery4j.codec;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the bytes of one section in segments that are never joined, so that a large state exists once between its
 * encoder and the file. A segment is as long as what was collected before it, or as what is written at once if that is
 * more, and has at most 128 KiB: a small section that is written at once is one array without waste.
 *
 * <p>For use by one thread, and for one section.
 */
public final class SectionOutput extends OutputStream {

    private static final int LARGEST_SEGMENT = 1 << 17;

    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer segment = ByteBuffer.allocate(0);
    private int size;

    /** Creates an output that is empty. */
    public SectionOutput() {}

    @Override
    public void write(int b) {
        room(1).put((byte) b);
        size++;
    }

    /**
     * {@inheritDoc}
     *
     * @throws OutOfMemoryError if the section would have more than 2 GiB, or there is not enough memory
     */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (size + (long) length > Integer.MAX_VALUE) {
            throw new OutOfMemoryError("A section has less than 2 GiB");
        }
        for (int done = 0; done < length; ) {
            ByteBuffer target = room(length - done);
            int piece = Math.min(length - done, target.remaining());
            target.put(bytes, offset + done, piece);
            done += piece;
            size += piece;
        }
    }

    /** {@return the bytes collected so far} */
    public int size() {
        return size;
    }

    /**
     * Makes the section. Nothing may be written afterwards.
     *
     * @param codec the name of the codec that wrote the bytes
     * @param version the version of the encoded type, from 1
     * @return the section, which has the collected bytes themselves and no copy
     */
    public Encoded section(String codec, int version) {
        List<ByteBuffer> parts = new ArrayList<>(full);
        parts.add(segment.duplicate().flip());
        return Encoded.of(codec, version, parts, size);
    }

    private ByteBuffer room(int wanted) {
        if (!segment.hasRemaining()) {
            if (segment.position() > 0) {
                full.add(segment.flip());
            }
            segment = ByteBuffer.allocate(Math.min(LARGEST_SEGMENT, Math.max(wanted, size)));
        }
        return segment;
    }
}
