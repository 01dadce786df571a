package io.github.recovery4j.warm;

import io.github.recovery4j.file.FileStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a process, with its storage and the outside. */
abstract class ProcessTest {

    @TempDir
    Path directory;

    Process process;

    @BeforeEach
    void begin() {
        process = new Process(() -> Process.Place.in(FileStorage.open(directory)));
    }

    @AfterEach
    void end() {
        process.end();
    }

    final WarmRestart<String, String> ports() {
        return process.ports;
    }

    /** Three entries are outside, and a new process has begun. */
    final void restartWithThree() {
        ports().refresh("a", "1");
        ports().refresh("b", "1");
        ports().refresh("c", "1");
        process.table.takeWrites();
        process.restart();
    }
}
