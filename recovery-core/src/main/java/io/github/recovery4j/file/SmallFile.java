package io.github.recovery4j.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file that is nothing but one {@link SealedLine}. */
final class SmallFile {

    private SmallFile() {}

    /**
     * Reads and verifies the line.
     *
     * @throws DamagedException if the file is anything else
     */
    static Fields fields(Disk.OpenFile file, long largest) throws IOException {
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
        if (fields.number("recovery4j") != SealedLine.FORMAT) {
            throw new DamagedException("its format version is " + fields.number("recovery4j"));
        }
        return fields;
    }
}
