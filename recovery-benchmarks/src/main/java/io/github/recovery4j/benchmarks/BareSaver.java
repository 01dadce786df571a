package io.github.recovery4j.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The protocol and nothing else, as a careful program without a library would write it: create a new file, write the
 * bytes, sync the file, rename current to {@code .backup}, rename new to current, sync the directory. No header, no
 * checksum, no check of ownership.
 */
final class BareSaver implements Saver {

    private final Path directory;
    private final Path uncommitted;
    private final Path current;
    private final Path backup;
    private boolean saved;

    BareSaver(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.uncommitted = directory.resolve("state.new");
        this.current = directory.resolve("state");
        this.backup = directory.resolve("state.backup");
    }

    @Override
    public void save(byte[] state) throws IOException {
        try (FileChannel file =
                FileChannel.open(uncommitted, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(state); rest.hasRemaining(); ) {
                file.write(rest);
            }
            file.force(true);
        }
        if (saved) {
            Files.move(current, backup, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(uncommitted, current, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
        saved = true;
    }
}
