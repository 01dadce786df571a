package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Hands everything on to another file being written over: to be extended by one that does a few things differently. */
public abstract class ForwardingLog implements Disk.LogFile {

    private final Disk.LogFile under;

    /**
     * Creates a file that does what another one does.
     *
     * @param under the other one
     */
    protected ForwardingLog(Disk.LogFile under) {
        this.under = under;
    }

    @Override
    public long length() {
        return under.length();
    }

    @Override
    public void write(long position, List<ByteBuffer> data) throws IOException {
        under.write(position, data);
    }

    @Override
    public void sync() throws IOException {
        under.sync();
    }

    @Override
    public void close() throws IOException {
        under.close();
    }
}
