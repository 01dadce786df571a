package io.github.recovery4j.testkit.disk;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file of a {@link SimulatedDisk} that is being read: as it was when it was opened. */
final class SimulatedInput extends InputStream {

    private final SimulatedDisk disk;
    private final ByteArrayInputStream content;
    private boolean closed;

    SimulatedInput(SimulatedDisk disk, byte[] content) {
        this.disk = disk;
        this.content = new ByteArrayInputStream(content);
    }

    @Override
    public int read() {
        return content.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        return content.read(bytes, offset, length);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            disk.closed();
        }
    }
}
