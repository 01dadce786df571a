package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The locks that somebody has on a file of a {@link SimulatedDisk}. */
final class SimulatedLocks implements Disk.Locks {

    private final SimulatedDisk disk;
    private final Path file;
    private final Set<Lock> taken = new HashSet<>();
    private boolean closed;

    /** What can be locked: a byte. */
    record Place(Path file, long position) {}

    SimulatedLocks(SimulatedDisk disk, Path file) {
        this.disk = disk;
        this.file = file;
    }

    @Override
    public synchronized Optional<Disk.Lock> tryLock(long position) {
        Place place = new Place(file, position);
        if (closed || !disk.lock(place)) {
            return Optional.empty();
        }
        Lock lock = new Lock(disk, place);
        taken.add(lock);
        return Optional.of(lock);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            taken.forEach(Lock::close);
            disk.closed();
        }
    }

    private static final class Lock implements Disk.Lock {

        private final SimulatedDisk disk;
        private final Place place;
        private boolean valid = true;

        Lock(SimulatedDisk disk, Place place) {
            this.disk = disk;
            this.place = place;
        }

        @Override
        public synchronized boolean isValid() {
            return valid;
        }

        @Override
        public synchronized void close() {
            if (valid) {
                valid = false;
                disk.unlock(place);
            }
        }
    }
}
