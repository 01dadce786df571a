package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.disk.Disk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file that is nothing but one {@link SealedLine}. */
final class SmallFile {

    private SmallFile() {}

    /**
     * Reads and verifies the line.
     *
     * @throws DamagedException if the file is anything else
     * @throws UnsupportedFormatException if it is intact and of a newer format
     */
    static Fields fields(Disk.OpenFile file, Path path, long largest) throws IOException {
        if (file.size() > largest) {
            throw new DamagedException("its length is %d".formatted(file.size()));
        }
        InputStream in = new BufferedInputStream(file.in(), 512);
        SealedLine line = SealedLine.read(in);
        if (in.read() >= 0) {
            throw new DamagedException("something follows its only line");
        }
        line.verify(line.checksum());
        Fields fields = line.unverified();
        if (fields.format() != SealedLine.FORMAT) {
            throw new UnsupportedFormatException(path.toString(), fields.format(), SealedLine.FORMAT);
        }
        return fields;
    }
}
