package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to a file that was filled with zeros and synced, so that the sync of each save changes no metadata. A full file is
 * written again from its start. What was saved could not be found again.
 */
final class FloorSaver implements Saver {

    private static final int CAPACITY = 64 << 20;

    private final FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private long end;

    FloorSaver(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (long at = 0; at < CAPACITY; at += buffer.capacity()) {
            write(buffer.clear(), at);
        }
        file.force(true);
    }

    @Override
    public void save(byte[] state) throws IOException {
        if (buffer.capacity() < state.length) {
            buffer = ByteBuffer.allocateDirect(state.length);
        }
        long at = end + state.length > CAPACITY ? 0 : end;
        write(buffer.clear().put(state).flip(), at);
        file.force(false);
        end = at + state.length;
    }

    private void write(ByteBuffer bytes, long start) throws IOException {
        for (long at = start; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
