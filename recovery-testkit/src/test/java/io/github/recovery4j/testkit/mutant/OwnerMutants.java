package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** File storages whose disk does not keep two owners apart. */
final class OwnerMutants {

    private OwnerMutants() {}

    static Disk withLocksForEverybody(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public Locks locks(Path file) throws IOException {
                Locks locks = under().locks(file);
                return new Locks() {
                    @Override
                    public Optional<Lock> tryLock(long position) {
                        return Optional.of(new Lock() {
                            @Override
                            public boolean isValid() {
                                return true;
                            }

                            @Override
                            public void close() {}
                        });
                    }

                    @Override
                    public void close() throws IOException {
                        locks.close();
                    }
                };
            }
        };
    }

    /** The token was right once, so it is not looked at again. */
    static Disk withTokensCheckedOnce(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public Optional<Object> identity(Path file) throws IOException {
                return under().identity(file).map(some -> "the same");
            }
        };
    }
}
