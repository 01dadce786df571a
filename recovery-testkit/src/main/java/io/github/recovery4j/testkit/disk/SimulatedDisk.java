package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A disk in memory that promises what POSIX promises, and not a bit more: the bytes of a file are durable after its sync
 * alone, its name after a sync of the directory alone, and a renaming is atomic. A {@link #crash} leaves a legal part of
 * the rest.
 *
 * <pre>{@code
 * SimulatedDisk disk = new SimulatedDisk();
 * try (Storage storage = FileStorage.builder(Path.of("/reports")).disk(disk).open()) {
 *     …
 * }
 * SimulatedDisk after = disk.crash(new Crash(Entries.LOST, Data.TORN, 17));     // the machine lost its power
 * }</pre>
 *
 * <p>In every directory that is created lie files and a directory of somebody else, as they do on real disks;
 * {@link #foreignFilesAreUntouched} tells whether they still do.
 *
 * <p>Paths are absolute ones of the default file system, which is never asked. Everybody who opens a storage on the same
 * disk is on the same machine: what one has locked, no other gets. Safe for use by many threads.
 */
public final class SimulatedDisk implements Disk {

    private static final List<String> FOREIGN =
            List.of(".DS_Store", "notes.txt", "core", ".nfs0000000000a1b2c30000004e", "report.tmp.json", "web.owner~");
    private static final byte[] FOREIGN_CONTENT = "not yours\n".getBytes(StandardCharsets.UTF_8);
    private static final String FOREIGN_DIRECTORY = "lost+found";

    private final DirectoryNode top;
    private final Set<Locked> locked = new HashSet<>();
    private long nodes;
    private int open;

    private record Locked(Path file, long position) {}

    /** Creates an empty disk: nothing but the root directory. */
    public SimulatedDisk() {
        this(new DirectoryNode(), 0);
    }

    private SimulatedDisk(DirectoryNode top, long nodes) {
        this.top = top;
        this.nodes = nodes;
    }

    /**
     * The machine loses its power and starts again.
     *
     * @param crash what becomes of that which was not durable
     * @return the disk as it is afterwards, nothing locked, everything on it durable; this one stays as it is
     */
    public synchronized SimulatedDisk crash(Crash crash) {
        return new SimulatedDisk(top.after(crash, new SplittableRandom(crash.seed())), nodes);
    }

    /**
     * The processes on the machine are killed; the machine goes on. Nothing is lost, and nothing becomes durable by
     * that.
     *
     * @return the disk as it is afterwards, nothing locked; this one stays as it is
     */
    public synchronized SimulatedDisk kill() {
        return new SimulatedDisk((DirectoryNode) new Node.Copies().of(top), nodes);
    }

    /** {@return all names and the hash of all bytes, as a reader sees them: equal for equal disks} */
    public synchronized String fingerprint() {
        StringBuilder text = new StringBuilder();
        top.describeTo(text);
        return text.toString();
    }

    /** {@return how many files are open, for reading, for writing or for locks} */
    public synchronized int openFiles() {
        return open;
    }

    /** {@return whether what lay in the directories from the beginning is still there, and as it was} */
    public synchronized boolean foreignFilesAreUntouched() {
        return untouchedBelow(top);
    }

    private static boolean untouchedBelow(DirectoryNode directory) {
        return directory.names().stream()
                .filter(name -> !name.equals(FOREIGN_DIRECTORY))
                .flatMap(name -> directory.get(name).stream())
                .filter(DirectoryNode.class::isInstance)
                .map(DirectoryNode.class::cast)
                .allMatch(child -> untouchedIn(child) && untouchedBelow(child));
    }

    private static boolean untouchedIn(DirectoryNode directory) {
        return directory.get(FOREIGN_DIRECTORY).isPresent()
                && FOREIGN.stream().allMatch(name -> directory
                        .get(name)
                        .filter(node -> node instanceof FileNode file && Arrays.equals(file.content(), FOREIGN_CONTENT))
                        .isPresent());
    }

    /**
     * Damages a file, durably and behind the back of whoever has it open.
     *
     * @param file its path
     * @param bytes what it consists of from now on
     * @throws IOException if there is no directory for it
     */
    public synchronized void overwrite(Path file, byte[] bytes) throws IOException {
        directory(parent(file)).put(name(file), new FileNode(nodes++, bytes.clone()));
        directory(parent(file)).sync();
    }

    /** {@return the paths of all files but the foreign ones} */
    public synchronized List<Path> files() {
        List<Path> files = new ArrayList<>();
        collect(Path.of("/").toAbsolutePath(), top, files);
        return files;
    }

    private static void collect(Path path, Node node, List<Path> files) {
        if (node instanceof DirectoryNode directory) {
            directory.names().stream()
                    .filter(name -> !FOREIGN.contains(name))
                    .forEach(name ->
                            collect(path.resolve(name), directory.get(name).orElseThrow(), files));
        } else {
            files.add(path);
        }
    }

    /**
     * {@return the bytes of a file, as a reader sees them}
     *
     * @param file its path
     * @throws IOException if there is none
     */
    public synchronized byte[] read(Path file) throws IOException {
        return file(file).content().clone();
    }

    @Override
    public synchronized Optional<Path> resolve(Path directory) throws IOException {
        Optional<Node> node = find(directory);
        if (node.isPresent() && !(node.get() instanceof DirectoryNode)) {
            throw new NotDirectoryException(directory.toString());
        }
        return node.map(found -> directory);
    }

    @Override
    public Optional<String> weakness(Path directory) {
        return Optional.empty();
    }

    @Override
    public synchronized void createDirectory(Path directory) throws IOException {
        Optional<Node> node = find(directory);
        if (node.isEmpty()) {
            DirectoryNode created = new DirectoryNode();
            FOREIGN.forEach(name -> created.put(name, new FileNode(nodes++, FOREIGN_CONTENT)));
            created.put(FOREIGN_DIRECTORY, new DirectoryNode());
            created.sync();
            directory(parent(directory)).put(name(directory), created);
        } else if (!(node.get() instanceof DirectoryNode)) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    @Override
    public synchronized boolean isDirectory(Path path) throws IOException {
        return find(path).filter(DirectoryNode.class::isInstance).isPresent();
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        return find(directory).isEmpty() ? List.of() : directory(directory).names();
    }

    @Override
    public synchronized NewFile create(Path file) throws IOException {
        if (find(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        FileNode node = new FileNode(nodes++, new byte[0]);
        directory(parent(file)).put(name(file), node);
        open++;
        return new SimulatedFile(node);
    }

    @Override
    public synchronized OpenFile open(Path file) throws IOException {
        byte[] content = file(file).content();
        open++;
        return new OpenFile(new SimulatedInput(content), content.length, 0);
    }

    @Override
    public synchronized Optional<Object> identity(Path file) throws IOException {
        return find(file).map(node -> node instanceof FileNode regular ? regular.number() : -1L);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        if (!parent(from).equals(parent(to))) {
            throw new FileSystemException(from.toString(), to.toString(), "another directory");
        }
        Node node = find(from).orElseThrow(() -> new MissingException(from));
        if (isDirectory(to)) {
            throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
        }
        directory(parent(to)).put(name(to), node);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        Optional<Node> node = find(file);
        if (node.isPresent()) {
            if (node.get() instanceof DirectoryNode directory
                    && !directory.names().isEmpty()) {
                throw new DirectoryNotEmptyException(file.toString());
            }
            directory(parent(file)).remove(node.get());
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        directory(directory).sync();
    }

    @Override
    public synchronized Locks locks(Path file) throws IOException {
        if (find(file).isEmpty()) {
            create(file).close();
        }
        file(file);
        open++;
        return new SimulatedLocks(file);
    }

    private Optional<Node> find(Path path) throws IOException {
        Node node = top;
        for (Path part : path) {
            if (!(node instanceof DirectoryNode directory)) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            Optional<Node> next = directory.get(part.toString());
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get();
        }
        return Optional.of(node);
    }

    private DirectoryNode directory(Path path) throws IOException {
        Node node = find(path).orElseThrow(() -> new MissingException(path));
        if (node instanceof DirectoryNode directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    private FileNode file(Path path) throws IOException {
        Node node = find(path).orElseThrow(() -> new MissingException(path));
        if (node instanceof FileNode file) {
            return file;
        }
        throw new NotRegularException(path);
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "the root directory");
        }
        return parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private synchronized void closed() {
        open--;
    }

    private synchronized boolean lock(Locked place) {
        return locked.add(place);
    }

    private synchronized void unlock(Locked place) {
        locked.remove(place);
    }

    private synchronized void append(FileNode node, byte[] bytes, int offset, int length) {
        node.append(bytes, offset, length);
    }

    private synchronized void sync(FileNode node) {
        node.sync();
    }

    /** Without a stack trace, which would take more time than all the rest: a storage looks for many files in vain. */
    private static final class MissingException extends NoSuchFileException {

        private static final long serialVersionUID = 1;

        MissingException(Path path) {
            super(path.toString());
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    private final class SimulatedFile implements NewFile {

        private final FileNode node;
        private boolean closed;

        SimulatedFile(FileNode node) {
            this.node = node;
        }

        @Override
        public OutputStream out() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    requireOpen();
                    append(node, bytes, offset, length);
                }
            };
        }

        @Override
        public void sync() throws IOException {
            requireOpen();
            SimulatedDisk.this.sync(node);
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new IOException("Stream Closed");
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                closed();
            }
        }
    }

    private final class SimulatedInput extends InputStream {

        private final ByteArrayInputStream content;
        private boolean closed;

        SimulatedInput(byte[] content) {
            this.content = new ByteArrayInputStream(content);
        }

        @Override
        public int read() {
            return content.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return content.read(bytes, offset, length);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                closed();
            }
        }
    }

    private final class SimulatedLocks implements Locks {

        private final Path file;
        private final Set<SimulatedLock> taken = new HashSet<>();
        private boolean closed;

        SimulatedLocks(Path file) {
            this.file = file;
        }

        @Override
        public synchronized Optional<Lock> tryLock(long position) {
            Locked place = new Locked(file, position);
            if (closed || !lock(place)) {
                return Optional.empty();
            }
            SimulatedLock lock = new SimulatedLock(place);
            taken.add(lock);
            return Optional.of(lock);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                taken.forEach(SimulatedLock::close);
                closed();
            }
        }
    }

    private final class SimulatedLock implements Lock {

        private final Locked place;
        private boolean valid = true;

        SimulatedLock(Locked place) {
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
                unlock(place);
            }
        }
    }
}
