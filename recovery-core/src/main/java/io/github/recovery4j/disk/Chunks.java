package io.github.recovery4j.disk;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory outside the heap to write from, used again and again: to get it costs more than to write a small file. Some of it
 * is kept, as much as is seldom needed at once. Safe for use by many threads.
 */
final class Chunks {

    private static final int SIZE = 256 << 10;
    private static final int MOST_KEPT = 16;

    private final Queue<ByteBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

    /** An empty chunk that nobody else has. */
    ByteBuffer take() {
        ByteBuffer kept = free.poll();
        return kept == null ? ByteBuffer.allocateDirect(SIZE) : kept.clear();
    }

    /** Lets others use a chunk; if there are enough, its memory is free some time. */
    void giveBack(ByteBuffer chunk) {
        free.offer(chunk);
    }
}
