package io.github.recovery4j.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A command that is being asked. If the JVM ends meanwhile, it is killed; once the JVM is ending, nothing is asked any more,
 * as nobody would be left to kill it.
 */
final class Asked implements AutoCloseable {

    /** A start that hangs for longer is killed by its own thread, if the JVM lives that long. */
    private static final long PATIENCE_SECONDS = 5;

    private static final Set<ProcessTree> ALL = ConcurrentHashMap.newKeySet();

    /** Read by who starts a process, written by the end of the JVM: it waits for starts that are under way. */
    private static final ReadWriteLock STARTS = new ReentrantReadWriteLock();

    private static volatile boolean ending;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Asked::endAll, "recovery4j-commands"));
        } catch (IllegalStateException e) {
            ending = true; // already, before anything was asked
        }
    }

    private final ProcessTree tree;

    private Asked(ProcessTree tree) {
        this.tree = tree;
    }

    static Asked begin(ProcessTree tree) {
        ALL.add(tree);
        return new Asked(tree);
    }

    /** Something that starts a process, and makes it known to the tree. */
    @FunctionalInterface
    interface Starting {
        void start() throws IOException;
    }

    /** After this, the process is killed when the JVM ends; also if that had begun before. */
    void start(Starting process) throws IOException {
        STARTS.readLock().lock();
        try {
            throwIfEnding();
            process.start();
        } finally {
            STARTS.readLock().unlock();
        }
        throwIfEnding();
    }

    private static void throwIfEnding() throws IOException {
        if (ending) {
            throw new IOException("this process is ending, and asks nothing any more");
        }
    }

    private static void endAll() {
        ending = true;
        awaitStarts();
        ALL.forEach(ProcessTree::kill);
    }

    private static void awaitStarts() {
        try {
            if (STARTS.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                STARTS.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody waits for a thread that ends the JVM
        }
    }

    @Override
    public void close() {
        ALL.remove(tree);
    }
}
