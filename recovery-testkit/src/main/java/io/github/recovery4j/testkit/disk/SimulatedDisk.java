package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

    private final Tree tree;
    private final Set<SimulatedLocks.Place> locked = new HashSet<>();
    private long nodes;
    private int open;

    /** Creates an empty disk: nothing but the root directory. */
    public SimulatedDisk() {
        this(new DirectoryNode(), 0);
    }

    private SimulatedDisk(DirectoryNode top, long nodes) {
        this.tree = new Tree(top);
        this.nodes = nodes;
    }

    /**
     * The machine loses its power and starts again.
     *
     * @param crash what becomes of that which was not durable
     * @return the disk as it is afterwards, nothing locked, everything on it durable; this one stays as it is
     */
    public synchronized SimulatedDisk crash(Crash crash) {
        return new SimulatedDisk(tree.top().after(Loss.of(crash)), nodes);
    }

    /**
     * The processes on the machine are killed; the machine goes on. Nothing is lost, and nothing becomes durable by
     * that.
     *
     * @return the disk as it is afterwards, nothing locked; this one stays as it is
     */
    public synchronized SimulatedDisk kill() {
        return new SimulatedDisk((DirectoryNode) new Node.Copies().of(tree.top()), nodes);
    }

    /** {@return all names and the hash of all bytes, as a reader sees them: equal for equal disks} */
    public synchronized String fingerprint() {
        StringBuilder text = new StringBuilder();
        tree.top().describeTo(text);
        return text.toString();
    }

    /** {@return whether everything on it is durable: every crash leaves it as it is} */
    public synchronized boolean isDurable() {
        return tree.top().isDurable();
    }

    /** {@return how many files are open, for reading, for writing or for locks} */
    public synchronized int openFiles() {
        return open;
    }

    /** {@return whether what lay in the directories from the beginning is still there, and as it was} */
    public synchronized boolean foreignFilesAreUntouched() {
        return ForeignFiles.areUntouchedBelow(tree.top());
    }

    /**
     * Damages a file, durably and behind the back of whoever has it open.
     *
     * @param file its path
     * @param bytes what it consists of from now on
     * @throws IOException if there is no directory for it
     */
    public synchronized void overwrite(Path file, byte[] bytes) throws IOException {
        tree.put(file, new FileNode(nodes++, bytes.clone()));
        tree.parent(file).sync();
    }

    /** {@return the paths of all files but the foreign ones} */
    public synchronized List<Path> files() {
        return tree.files();
    }

    /**
     * {@return the bytes of a file, as a reader sees them}
     *
     * @param file its path
     * @throws IOException if there is none
     */
    public synchronized byte[] read(Path file) throws IOException {
        return tree.file(file).content().clone();
    }

    @Override
    public synchronized Optional<Path> resolve(Path directory) throws IOException {
        Optional<Node> node = tree.find(directory);
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
        Optional<Node> node = tree.find(directory);
        if (node.isEmpty()) {
            DirectoryNode created = new DirectoryNode();
            ForeignFiles.putInto(created, () -> nodes++);
            tree.put(directory, created);
        } else if (!(node.get() instanceof DirectoryNode)) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    @Override
    public synchronized boolean isDirectory(Path path) throws IOException {
        return tree.find(path).filter(DirectoryNode.class::isInstance).isPresent();
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        return tree.find(directory).isEmpty()
                ? List.of()
                : tree.directory(directory).names();
    }

    @Override
    public synchronized NewFile create(Path file) throws IOException {
        if (tree.find(file).isPresent()) {
            throw new FileAlreadyExistsException(file.toString());
        }
        FileNode node = new FileNode(nodes++, new byte[0]);
        tree.put(file, node);
        open++;
        return new SimulatedFile(this, node);
    }

    @Override
    public synchronized LogFile openLog(Path file) throws IOException {
        FileNode node = tree.file(file);
        open++;
        return new SimulatedLog(this, node);
    }

    @Override
    public synchronized void cut(Path file, long length) throws IOException {
        FileNode node = tree.file(file);
        if (length > node.content().length) {
            throw new IOException("The file has %d bytes, %d cannot be left".formatted(node.content().length, length));
        }
        node.cut((int) length);
    }

    @Override
    public synchronized OpenFile open(Path file) throws IOException {
        FileNode node = tree.file(file);
        open++;
        return new OpenFile(new SimulatedInput(this, node), node.content().length, 0);
    }

    @Override
    public synchronized Optional<Object> identity(Path file) throws IOException {
        return tree.find(file).map(node -> node instanceof FileNode regular ? regular.number() : -1L);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        if (!Objects.equals(from.getParent(), to.getParent())) {
            throw new FileSystemException(from.toString(), to.toString(), "another directory");
        }
        Node node = tree.get(from);
        if (isDirectory(to)) {
            throw new FileSystemException(from.toString(), to.toString(), "Is a directory");
        }
        tree.put(to, node);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        Optional<Node> node = tree.find(file);
        if (node.isPresent()) {
            if (node.get() instanceof DirectoryNode directory
                    && !directory.names().isEmpty()) {
                throw new DirectoryNotEmptyException(file.toString());
            }
            tree.parent(file).remove(node.get());
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        tree.directory(directory).sync();
    }

    @Override
    public synchronized Locks locks(Path file) throws IOException {
        if (tree.find(file).isEmpty()) {
            create(file).close();
        }
        tree.file(file);
        open++;
        return new SimulatedLocks(this, file);
    }

    /** A file that was open is not any more. */
    synchronized void closed() {
        open--;
    }

    synchronized boolean lock(SimulatedLocks.Place place) {
        return locked.add(place);
    }

    synchronized void unlock(SimulatedLocks.Place place) {
        locked.remove(place);
    }

    synchronized long length(FileNode node) {
        return node.content().length;
    }

    /** What the file has by now, whatever it had when it was opened; empty at its end. */
    synchronized byte[] read(FileNode node, int position, int length) {
        byte[] content = node.content();
        int from = Math.min(position, content.length);
        return Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
    }

    synchronized void append(FileNode node, byte[] bytes, int offset, int length) {
        node.append(bytes, offset, length);
    }

    synchronized void overwrite(FileNode node, long position, byte[] bytes) throws IOException {
        if (position < 0 || position + bytes.length > node.content().length) {
            throw new IOException("The file has %d bytes, to be written are %d from %d on"
                    .formatted(node.content().length, bytes.length, position));
        }
        node.overwrite((int) position, bytes);
    }

    synchronized void sync(FileNode node) {
        node.sync();
    }
}
