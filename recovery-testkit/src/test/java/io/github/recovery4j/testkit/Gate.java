package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Where one process waits until another lets it pass: a named pipe, so that nobody asks again and again. */
record Gate(Path pipe) {

    static Gate create(Path pipe) throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor()).as("mkfifo %s", pipe).isZero();
        return new Gate(pipe);
    }

    /** Waits, deaf to interrupts, until {@link #open} is called in another process. */
    void pass() throws IOException {
        try (FileInputStream in = new FileInputStream(pipe.toFile())) {
            if (in.read() < 0) {
                throw new IOException("the gate was closed: " + pipe);
            }
        }
    }

    /** Lets the one that waits, or comes next, pass. */
    void open() throws IOException {
        try (FileOutputStream out = new FileOutputStream(pipe.toFile())) {
            out.write(1);
        }
    }
}
