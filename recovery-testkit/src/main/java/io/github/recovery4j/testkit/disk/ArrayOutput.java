package io.github.recovery4j.testkit.disk;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that writes in one way only: a single byte is an array of one. */
final class ArrayOutput extends OutputStream {

    private final Write write;

    /** What is done with the bytes. */
    @FunctionalInterface
    interface Write {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    ArrayOutput(Write write) {
        this.write = write;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write.write(bytes, offset, length);
    }
}
