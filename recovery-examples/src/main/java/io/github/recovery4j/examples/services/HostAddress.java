package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.document.Document;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a host is reached, in the file {@code host.json} of its folder, which only its owner can read.
 *
 * @param process the host
 * @param port its port on this machine
 * @param token permits everything, as long as the host lives
 */
record HostAddress(ProcessId process, int port, String token) {

    private static final String FILE = "host.json";

    /** What the file says, whether that host is alive or not. One that is damaged says nothing: the records know who has them. */
    static Optional<HostAddress> read(Path folder) throws IOException {
        try {
            return Optional.of(Document.JSON.read(Files.readAllBytes(folder.resolve(FILE)), HostAddress.class));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The host that is alive. */
    static Optional<HostAddress> living(Path folder) throws IOException {
        Optional<HostAddress> address = read(folder);
        return address.isPresent() && address.get().process().isAlive() ? address : Optional.empty();
    }

    void write(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Path written = folder.resolve(FILE + ".new");
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, Document.JSON.write(this));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
