package io.github.recovery4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does to files. The file system tells of every change, so that nobody has to sleep. */
public final class FileChanges {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path root;
    private final WatchService changes;
    private final Set<Path> watched = new HashSet<>();

    private FileChanges(Path root, WatchService changes) {
        this.root = root;
        this.changes = changes;
    }

    /** Something about files. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Waits until a condition holds. It is asked once at first, and once after each change below the root; changes that
     * come faster than they are taken note of count as one.
     */
    public static void await(Path root, String what, Condition condition) throws IOException, InterruptedException {
        try (WatchService changes = root.getFileSystem().newWatchService()) {
            new FileChanges(root, changes).await(what, condition);
        }
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        watch(); // before the condition is asked: what changes after the answer is told
        while (!condition.holds()) {
            WatchKey changed = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(changed).as("no %s within %s", what, PATIENCE).isNotNull();
            changed.pollEvents();
            changed.reset();
            watch();
        }
    }

    /** A change is told by the directory it is in, so those that are new are watched too. */
    private void watch() throws IOException {
        for (Path directory : below(root, true)) {
            if (watched.add(directory)) {
                directory.register(
                        changes,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
        }
    }

    /** The names of all files below a directory; those that go meanwhile, or may not be looked at, are left out. */
    public static List<String> files(Path root) throws IOException {
        return below(root, false).stream().map(Path::toString).toList();
    }

    private static List<Path> below(Path root, boolean directories) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return add(directory, directories);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return add(file, !directories);
            }

            private FileVisitResult add(Path path, boolean wanted) {
                if (wanted) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }
}
