package io.github.recovery4j.jackson;

import java.io.OutputStream;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.util.ByteArrayBuilder;

/** Collects a document in segments, which {@link #toByteArray()} joins, and stops one that grows beyond the limit. */
final class LimitedBytes extends OutputStream {

    private final ByteArrayBuilder segments = new ByteArrayBuilder();
    private final int limit;
    private long size;

    LimitedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        grow(1);
        segments.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        grow(length);
        segments.write(bytes, offset, length);
    }

    byte[] toByteArray() {
        return segments.getClearAndRelease();
    }

    private void grow(int length) {
        size += length;
        if (size > limit) {
            throw new StreamConstraintsException("Document exceeds the maximum allowed length (" + limit + " bytes)");
        }
    }
}
