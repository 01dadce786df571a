package io.github.recovery4j.journal;

import java.nio.ByteBuffer;

/**
 * One record of a journal, as a replay shows it.
 *
 * @param position where it is
 * @param type what it is, in the words of who appended it
 * @param payload its bytes, read-only; shared with the reader of the journal, so only valid while it is being shown
 */
public record Entry(long position, int type, ByteBuffer payload) {

    /** {@return a copy of the payload} */
    public byte[] bytes() {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }
}
