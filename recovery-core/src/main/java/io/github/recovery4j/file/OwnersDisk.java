package io.github.recovery4j.file;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The disk under the journal of a run, for one owner of it. Nothing is locked: the lease of the run keeps others out, and
 * a former owner that hangs must not. What a former owner may still be doing does no harm:
 *
 * <ol>
 *   <li>A segment in the making has the token in its name, so nobody writes into another one's.
 *   <li>The token is compared before a segment gets its name, and whoever opens the journal takes those
 *       in the making away first: so none of a former owner takes the place of a later one's.
 *   <li>Each owner writes into segments of its own only, as a journal that is opened begins a new one.
 * </ol>
 */
final class OwnersDisk extends ForwardingDisk {

    private static final String UNFINISHED = "segment.new";
    private static final Pattern UNFINISHED_NAME = Pattern.compile(Pattern.quote(UNFINISHED) + "-\\d+");

    private static final Locks NO_LOCKS = new Locks() {
        @Override
        public Optional<Lock> tryLock(long position) {
            return Optional.of(NO_LOCK);
        }

        @Override
        public void close() {}
    };

    private static final Lock NO_LOCK = new Lock() {
        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void close() {}
    };

    private final OwnerCheck owner;
    private final long token;

    /**
     * Creates the disk of an owner.
     *
     * @param under the disk
     * @param owner whether the run is still the caller's
     * @param token the token of the owner
     */
    OwnersDisk(Disk under, OwnerCheck owner, long token) {
        super(under);
        this.owner = owner;
        this.token = token;
    }

    /** Deletes what former owners have left in the making. */
    void clean(Path directory) throws IOException {
        for (String name : list(directory)) {
            if (isUnfinished(name)) {
                super.delete(directory.resolve(name));
            }
        }
    }

    /** Whether an owner gives a segment in the making such a name. */
    static boolean isUnfinished(String name) {
        return UNFINISHED_NAME.matcher(name).matches();
    }

    private Path own(Path file) {
        return file.endsWith(UNFINISHED) ? file.resolveSibling(UNFINISHED + "-" + token) : file;
    }

    @Override
    public Locks locks(Path file) {
        return NO_LOCKS;
    }

    @Override
    public NewFile create(Path file) throws IOException {
        return super.create(own(file));
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        return super.openLog(own(file));
    }

    @Override
    public void cut(Path file, long length) throws IOException {
        super.cut(own(file), length);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return super.open(own(file));
    }

    @Override
    public Optional<Object> identity(Path file) throws IOException {
        return super.identity(own(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        owner.requireStillOwner();
        super.rename(own(from), own(to));
    }

    @Override
    public void delete(Path file) throws IOException {
        super.delete(own(file));
    }
}
