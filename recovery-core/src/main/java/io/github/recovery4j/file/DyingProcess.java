package io.github.recovery4j.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Knows processes that were killed but are not gone yet. A process that is killed within a sync keeps its locks until
 * the disk has answered, which may take seconds; who comes next should wait for that and not be told that it lives.
 */
final class DyingProcess {

    private static final long SIGKILL = 1L << (9 - 1);

    private DyingProcess() {}

    /** Whether the process is on its way out; false where the operating system does not tell. */
    static boolean is(long pid) {
        try {
            return isDying(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException e) {
            return false; // gone, or another operating system
        }
    }

    /** Whether its main thread has ended already, or has a SIGKILL waiting for it. */
    static boolean isDying(String status) {
        return status.lines().anyMatch(line -> {
            String[] field = line.split(":\\s*", 2);
            return switch (field[0]) {
                case "State" -> field[1].startsWith("Z") || field[1].startsWith("X");
                case "SigPnd", "ShdPnd" -> (Long.parseUnsignedLong(field[1].trim(), 16) & SIGKILL) != 0;
                default -> false;
            };
        });
    }
}
