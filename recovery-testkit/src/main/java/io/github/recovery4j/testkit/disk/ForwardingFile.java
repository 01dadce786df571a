package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.io.OutputStream;

/** Hands everything on to another file being written: to be extended by one that does a few things differently. */
public abstract class ForwardingFile implements Disk.NewFile {

    private final Disk.NewFile under;

    /**
     * Creates a file that does what another one does.
     *
     * @param under the other one
     */
    protected ForwardingFile(Disk.NewFile under) {
        this.under = under;
    }

    @Override
    public final OutputStream out() {
        return new ArrayOutput(this::write);
    }

    /**
     * Writes to the other file; everything that is written comes here.
     *
     * @param bytes where the bytes are
     * @param offset from where on
     * @param length how many
     * @throws IOException if they cannot be written
     */
    protected void write(byte[] bytes, int offset, int length) throws IOException {
        under.out().write(bytes, offset, length);
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
