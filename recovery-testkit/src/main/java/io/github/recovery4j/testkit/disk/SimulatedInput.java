package io.github.recovery4j.testkit.disk;

import java.io.InputStream;

/**
 * A file of a {@link SimulatedDisk} that is being read. Each byte is read as it is by then: if the file is being written
 * over, some are old and some are new.
 */
final class SimulatedInput extends InputStream {

    private final SimulatedDisk disk;
    private final FileNode node;
    private int position;
    private boolean closed;

    SimulatedInput(SimulatedDisk disk, FileNode node) {
        this.disk = disk;
        this.node = node;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        byte[] found = disk.read(node, position, length);
        System.arraycopy(found, 0, bytes, offset, found.length);
        position += found.length;
        return found.length == 0 && length > 0 ? -1 : found.length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            disk.closed();
        }
    }
}
