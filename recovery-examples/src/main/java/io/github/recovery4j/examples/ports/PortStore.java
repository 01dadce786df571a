package io.github.recovery4j.examples.ports;

import io.github.recovery4j.warm.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory with a file for each port, such as {@code eth0.json}, for whoever wants to read it. */
final class PortStore implements Outside<String, Port> {

    private final Path directory;

    PortStore(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public void write(String name, Port port) throws IOException {
        Path draft = directory.resolve(name + ".new");
        Files.writeString(
                draft, "{\"address\":\"%s\",\"mtu\":%d,\"up\":%b}%n".formatted(port.address(), port.mtu(), port.up()));
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    private Path file(String name) {
        return directory.resolve(name + ".json");
    }
}
