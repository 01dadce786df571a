package io.github.recovery4j.environment;

import io.github.recovery4j.lease.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where the numbers of processes mean something: one machine, from one of its starts to the next.
 *
 * @param host its name
 * @param boot what tells this start of it from others; empty where the system does not tell
 */
record Machine(String host, String boot) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    static Machine current() throws IOException {
        return new Machine(Owner.thisProcess().host(), bootId());
    }

    private static String bootId() throws IOException {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
