package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;

/** A file of a {@link SimulatedDisk} that is being written. */
final class SimulatedFile implements Disk.NewFile {

    private final SimulatedDisk disk;
    private final FileNode node;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, FileNode node) {
        this.disk = disk;
        this.node = node;
    }

    @Override
    public OutputStream out() {
        return new ArrayOutput((bytes, offset, length) -> {
            requireOpen();
            disk.append(node, bytes, offset, length);
        });
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
