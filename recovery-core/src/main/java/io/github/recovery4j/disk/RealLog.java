package io.github.recovery4j.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of the file system of this machine. Only a channel can sync data without metadata, and an interrupt closes a
 * channel; everything since the last sync is then done again on a fresh one, as nobody knows what the sync has said.
 *
 * <p>The bytes pass through a small buffer outside the heap, so that a large state is copied once, while it is in the
 * cache.
 */
final class RealLog implements Disk.LogFile {

    private static final Chunks CHUNKS = new Chunks();

    private final Path file;
    private final long length;
    private final List<Write> unsynced = new ArrayList<>();
    private FileChannel channel;

    private record Write(long position, List<ByteBuffer> data) {}

    /** A channel is not asked for its length, as an interrupt would close it. */
    RealLog(Path file, long length) throws IOException {
        this.file = file;
        this.length = length;
        this.channel = open(file);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void write(long position, List<ByteBuffer> data) throws IOException {
        requireRoom(position, data.stream().mapToLong(ByteBuffer::remaining).sum());
        unsynced.add(new Write(position, data));
        uninterrupted(() -> put(position, data));
    }

    private void requireRoom(long position, long size) throws IOException {
        if (position < 0 || position + size > length) {
            throw new IOException(
                    "%s has %d bytes, to be written are %d from %d on".formatted(file, length, size, position));
        }
    }

    @Override
    public void sync() throws IOException {
        uninterrupted(() -> channel.force(false));
        unsynced.clear();
    }

    /** Does it again after an interrupt, and before that all that was not synced. */
    private void uninterrupted(Step step) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (boolean done = attempt(step); !done; done = attempt(this::rewrite) && attempt(step)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean attempt(Step step) throws IOException {
        try {
            step.run();
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    private void rewrite() throws IOException {
        channel.close();
        channel = open(file);
        for (Write write : unsynced) {
            put(write.position(), write.data());
        }
    }

    private void put(long position, List<ByteBuffer> data) throws IOException {
        ByteBuffer chunk = CHUNKS.take();
        try {
            long at = position;
            for (ByteBuffer piece : data) {
                at = put(piece.duplicate(), chunk, at);
            }
            empty(chunk, at);
        } finally {
            CHUNKS.giveBack(chunk);
        }
    }

    /** Returns where the content of the chunk goes. */
    private long put(ByteBuffer piece, ByteBuffer chunk, long start) throws IOException {
        long at = start;
        while (piece.hasRemaining()) {
            int length = Math.min(piece.remaining(), chunk.remaining());
            chunk.put(piece.slice(piece.position(), length));
            piece.position(piece.position() + length);
            if (!chunk.hasRemaining()) {
                at = empty(chunk, at);
            }
        }
        return at;
    }

    private long empty(ByteBuffer chunk, long start) throws IOException {
        long at = start;
        chunk.flip();
        while (chunk.hasRemaining()) {
            at += channel.write(chunk, at);
        }
        chunk.clear();
        return at;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
