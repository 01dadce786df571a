package io.github.recovery4j.testkit.disk;

import java.io.Closeable;
import java.io.IOException;

/** A file of a {@link SimulatedDisk} that somebody has open to write. */
abstract class SimulatedHandle implements Closeable {

    private final SimulatedDisk disk;
    private final FileNode node;
    private boolean closed;

    SimulatedHandle(SimulatedDisk disk, FileNode node) {
        this.disk = disk;
        this.node = node;
    }

    final SimulatedDisk disk() {
        return disk;
    }

    /** The file, as long as it is open. */
    final FileNode node() throws IOException {
        if (closed) {
            throw new IOException("Stream Closed");
        }
        return node;
    }

    /** The file, open or not. */
    final FileNode file() {
        return node;
    }

    public void sync() throws IOException {
        disk.sync(node());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            disk.closed();
        }
    }
}
