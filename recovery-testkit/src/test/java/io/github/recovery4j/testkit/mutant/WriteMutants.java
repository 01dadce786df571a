package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.testkit.disk.ForwardingFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** File storages whose disk treats a file being written in another way. */
final class WriteMutants {

    private WriteMutants() {}

    /** A disk whose files are not quite those that were created. */
    private static Disk writing(Disk disk, UnaryOperator<Disk.NewFile> mutation) {
        return new ForwardingDisk(disk) {
            @Override
            public NewFile create(Path file) throws IOException {
                return mutation.apply(under().create(file));
            }
        };
    }

    static Disk withWritesWhoseFailureIsIgnored(Disk disk) {
        return writing(disk, created -> new ForwardingFile(created) {
            @Override
            protected void write(byte[] bytes, int offset, int length) {
                try {
                    super.write(bytes, offset, length);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    static Disk withFilesThatStayOpen(Disk disk) {
        return writing(disk, created -> new ForwardingFile(created) {
            @Override
            public void close() {}
        });
    }

    /** A name that is taken is somebody's save that never committed: it is written to. */
    static Disk withLeftoversThatAreAppendedTo(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public NewFile create(Path file) throws IOException {
                try {
                    return under().create(file);
                } catch (FileAlreadyExistsException e) {
                    byte[] before;
                    try (OpenFile left = under().open(file)) {
                        before = left.in().readAllBytes();
                    }
                    under().delete(file);
                    NewFile created = under().create(file);
                    created.out().write(before);
                    return created;
                }
            }
        };
    }
}
