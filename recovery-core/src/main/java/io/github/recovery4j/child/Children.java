package io.github.recovery4j.child;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.DurableDirectory;
import io.github.recovery4j.json.JsonFile;
import io.github.recovery4j.process.Boot;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child processes of one host, which end with it. One that was killed leaves them running; by a directory the next host finds
 * them:
 *
 * <pre>
 * .lock           empty; the host has locked a byte of it, as long as it lives
 * {name}.json     {"boot":"0f6f…","mark":"RECOVERY4J_5d0c…","pid":4711,"startedAt":"2026-11-21T09:00:00.120Z"}
 * {name}.log      what the child writes, unless that goes elsewhere
 * </pre>
 *
 * Invariants:
 * (1) One host at a time has the directory.
 * (2) The mark of a child is there, and durable, before its first process is started; its processes have it in their environment,
 * and so does what they start.
 * (3) When it is opened, everything is ended that has a mark of the directory, or a number that is on record there, whether the
 * child is still wanted or not. Nothing is adopted: nobody could tell the exit code of a process that somebody else has started.
 *
 * <p>What drops its environment, and its parent too, is not found. Where marks cannot be read, which is everywhere but on Linux,
 * only what is on record by its number is found, with its descendants.
 *
 * <p>For each child that runs the JDK has one thread, which waits for its end. Safe for use by many threads.
 */
public final class Children implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Children.class);

    private static final String LOCK = ".lock";
    private static final String RECORD = ".json";
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Disk disk = Disk.local();
    private final Path directory;
    private final Boot boot;
    private final Disk.Locks locks;
    private final InstantSource clock;
    private final Ticker ticker;

    // guarded by this
    private final Map<String, ChildProcess> children = new LinkedHashMap<>();
    private boolean closed;

    private Children(Path directory, Boot boot, Disk.Locks locks, InstantSource clock, Ticker ticker) {
        this.directory = directory;
        this.boot = boot;
        this.locks = locks;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Opens a directory of children, and ends what an earlier host left.
     *
     * @param directory of its own, on a disk of this machine; created if it does not exist
     * @param clock stamps
     * @param ticker measures
     * @return no children yet
     * @throws IOException if another host has it, it cannot be read, or what was left cannot be ended
     * @throws InterruptedException if the thread is interrupted
     */
    public static Children open(Path directory, InstantSource clock, Ticker ticker)
            throws IOException, InterruptedException {
        Path real = DurableDirectory.open(Disk.local(), directory, LOCK);
        Disk.Locks locks = Disk.local().locks(real.resolve(LOCK));
        try {
            if (locks.tryLock(0).isEmpty()) {
                throw new IOException("The children in %s are kept by another process, or by somebody else in this one"
                        .formatted(directory));
            }
            Children children = new Children(real, Boot.current(), locks, clock, ticker);
            children.endWhatWasLeft();
            return children;
        } catch (IOException | InterruptedException | RuntimeException e) {
            locks.close();
            throw e;
        }
    }

    private void endWhatWasLeft() throws IOException, InterruptedException {
        List<Callable<Void>> endings = new ArrayList<>();
        for (String file : disk.list(directory)) {
            if (file.endsWith(RECORD)) {
                String name = file.substring(0, file.length() - RECORD.length());
                ChildRecord left = record(name);
                endings.add(() -> {
                    int ended = left.end(GRACE);
                    if (ended > 0) {
                        log.warn("{}: an earlier host has left {} running, which ended now", name, processes(ended));
                    }
                    disk.delete(directory.resolve(file));
                    return null;
                });
            }
        }
        together(endings);
    }

    static String processes(int count) {
        return count == 1 ? "1 process" : count + " processes";
    }

    private ChildRecord record(String name) throws IOException {
        return new ChildRecord(new JsonFile(disk, directory.resolve(name + RECORD)), boot);
    }

    /**
     * Adds a child, which is not started yet.
     *
     * @param definition what it is
     * @return the child
     * @throws IllegalStateException if there is one of that name, or this is closed
     * @throws IOException if what is on record of it cannot be read
     */
    public ChildProcess add(ChildDefinition definition) throws IOException {
        String name = definition.name();
        ChildProcess child = new ChildProcess(
                definition,
                definition
                        .output()
                        .orElseGet(() -> ProcessBuilder.Redirect.appendTo(
                                directory.resolve(name + ".log").toFile())),
                record(name),
                clock,
                ticker);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException(name + " was not added: its host is ending");
            }
            if (children.putIfAbsent(name, child) != null) {
                throw new IllegalStateException("There is a child '%s' already".formatted(name));
            }
        }
        return child;
    }

    /** {@return all children, in the order in which they were added} */
    public synchronized List<ChildProcess> all() {
        return List.copyOf(children.values());
    }

    /**
     * {@return a child}
     *
     * @param name its name
     */
    public synchronized Optional<ChildProcess> child(String name) {
        return Optional.ofNullable(children.get(name));
    }

    /** {@return what a {@link io.github.recovery4j.supervision.Supervisor} has to look after, so that all children are kept alive} */
    public Collection<Subject> subjects() {
        return all().stream().map(child -> child.subject().build()).toList();
    }

    /** Ends all children at the same time, each within its own time. Then another host may have the directory. */
    @Override
    public void close() {
        close(Duration.ofSeconds(Long.MAX_VALUE));
    }

    /**
     * Ends all children at the same time, and gives the directory back. If the thread is interrupted, they are killed at once.
     * What could not be ended is logged, and ended by the next host.
     *
     * @param grace how long they may take to end by themselves, if they do not have less
     */
    public void close(Duration grace) {
        synchronized (this) {
            closed = true;
        }
        boolean interrupted = Thread.interrupted() || !endAll(grace);
        if (interrupted && !endAll(Duration.ZERO)) {
            log.warn("Some children in {} may go on, as ending them was interrupted again", directory);
        }
        giveBack();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it was not interrupted. */
    private boolean endAll(Duration grace) {
        try {
            together(all().stream().map(child -> closing(child, grace)).toList());
            return true;
        } catch (InterruptedException e) {
            return false; // told by the result
        } catch (IOException e) {
            log.warn("Not all children in {} could be ended: {}", directory, e.getMessage());
            return true;
        }
    }

    private static Callable<Void> closing(ChildProcess child, Duration grace) {
        return () -> {
            child.close(grace);
            return null;
        };
    }

    private void giveBack() {
        try {
            locks.close();
        } catch (IOException e) {
            log.warn("{} is free for another host only when this process ends: {}", directory, e.getMessage());
        }
    }

    private static String message(ExecutionException e) {
        return e.getCause() instanceof IOException cause
                ? String.valueOf(cause.getMessage())
                : String.valueOf(e.getCause());
    }

    /** All at the same time, each on a thread of its own; all have ended when this returns, or were interrupted. */
    private static void together(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "recovery4j-children");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (Future<Void> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(message(e), e.getCause());
        } finally {
            threads.shutdownNow();
            boolean unused = threads.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
