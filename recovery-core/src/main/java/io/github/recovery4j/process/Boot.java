package io.github.recovery4j.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The time from one start of a machine to the next: for so long the number of a process means something.
 *
 * @param id what tells it from others; empty where the system does not tell
 */
public record Boot(String id) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Tells which this is.
     *
     * @return the present one
     * @throws IOException if it cannot be told
     */
    public static Boot current() throws IOException {
        try {
            return new Boot(Files.readString(BOOT_ID).strip());
        } catch (NoSuchFileException e) {
            return new Boot("");
        }
    }
}
