package io.github.recovery4j.jackson;

import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.codec.SectionOutput;
import java.io.OutputStream;
import tools.jackson.core.exc.StreamConstraintsException;

/** Collects a document, and stops one that grows beyond the limit. */
final class LimitedOutput extends OutputStream {

    private final SectionOutput section = new SectionOutput();
    private final int limit;

    LimitedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        requireRoom(1);
        section.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        requireRoom(length);
        section.write(bytes, offset, length);
    }

    Encoded section(String codec, int version) {
        return section.section(codec, version);
    }

    private void requireRoom(int length) {
        if (length > limit - section.size()) {
            throw new StreamConstraintsException("Document exceeds the maximum allowed length (" + limit + " bytes)");
        }
    }
}
