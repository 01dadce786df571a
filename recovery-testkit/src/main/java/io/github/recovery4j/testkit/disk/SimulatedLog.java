package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file of a {@link SimulatedDisk} that is being written over. */
final class SimulatedLog implements Disk.LogFile {

    private final SimulatedDisk disk;
    private final FileNode node;
    private boolean closed;

    SimulatedLog(SimulatedDisk disk, FileNode node) {
        this.disk = disk;
        this.node = node;
    }

    @Override
    public void write(long position, List<ByteBuffer> data) throws IOException {
        requireOpen();
        disk.overwrite(node, position, bytes(data));
    }

    static byte[] bytes(List<ByteBuffer> data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : data) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    @Override
    public void sync() throws IOException {
        requireOpen();
        disk.sync(node);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("Stream Closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            disk.closed();
        }
    }
}
