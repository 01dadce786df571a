package io.github.recovery4j.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A log of the file system of this machine. Only a channel can sync data without metadata, and an interrupt closes a
 * channel; the write is then done again, whole, on a fresh one: what the first sync said, and to whom, is not known.
 *
 * <p>The bytes pass through one buffer outside the heap, so that a large state is copied once, while it is in the cache.
 */
final class RealLog implements Disk.LogFile {

    private static final int CHUNK = 256 << 10;

    private final Path file;
    private final ByteBuffer chunk;
    private FileChannel channel;

    RealLog(Path file) throws IOException {
        this.file = file;
        this.channel = open(file);
        this.chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, Math.max(1, channel.size())));
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void write(long position, List<ByteBuffer> data) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!tryWrite(position, data)) {
                interrupted |= Thread.interrupted();
                channel = open(file);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean tryWrite(long position, List<ByteBuffer> data) throws IOException {
        try {
            long at = position;
            chunk.clear();
            for (ByteBuffer piece : data) {
                at = put(piece.duplicate(), at);
            }
            empty(at);
            channel.force(false);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    /** Returns where the content of the chunk goes. */
    private long put(ByteBuffer piece, long start) throws IOException {
        long at = start;
        while (piece.hasRemaining()) {
            int length = Math.min(piece.remaining(), chunk.remaining());
            chunk.put(piece.slice(piece.position(), length));
            piece.position(piece.position() + length);
            if (!chunk.hasRemaining()) {
                at = empty(at);
            }
        }
        return at;
    }

    private long empty(long start) throws IOException {
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
}
