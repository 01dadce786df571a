package io.github.recovery4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process does with signals, and so do those that it starts. */
public final class Signals {

    private Signals() {}

    /** A shell's background job is born with SIGINT ignored, and so are its children; Java leaves it at that. */
    public static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
    }
}
