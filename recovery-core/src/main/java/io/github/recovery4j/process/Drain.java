package io.github.recovery4j.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes what a process has written to a stream, keeps the beginning, and never waits for more: whoever else holds the other
 * end of the pipe, such as a process that was left in the background, keeps nobody here.
 */
final class Drain {

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[CHUNK];
    private boolean whole = true;

    Drain(InputStream in) {
        this.in = in;
    }

    /** Takes some of what is there; returns whether there was anything. */
    boolean some() throws IOException {
        int there = Math.min(in.available(), CHUNK);
        int length = there > 0 ? in.read(chunk, 0, there) : 0;
        int room = Math.min(length, Output.MOST_BYTES - kept.size());
        kept.write(chunk, 0, room);
        whole &= room == length;
        return length > 0;
    }

    /** Takes what is left when the process has ended, unless somebody else goes on writing more than is kept. */
    Output rest() throws IOException {
        while (whole && some()) {
            // until nothing is there, or no more is kept
        }
        return Output.of(kept.toString(StandardCharsets.UTF_8), whole);
    }
}
