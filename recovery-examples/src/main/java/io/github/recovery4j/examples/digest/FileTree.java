package io.github.recovery4j.examples.digest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The regular files below a root, sorted by name. Symbolic links are not followed. */
final class FileTree {

    private FileTree() {}

    /**
     * A file, or a directory whose files cannot be listed.
     *
     * @param path where it is
     * @param name its name
     * @param size its bytes when it was found
     * @param problem why it cannot be listed
     */
    record Entry(Path path, RelativeName name, long size, Optional<String> problem) {}

    /**
     * Lists a tree.
     *
     * @param root an absolute directory
     * @param excluded what to leave out, directories with everything in them
     * @param pulse called for every file; may throw to give up
     */
    static List<Entry> list(Path root, Predicate<Path> excluded, Runnable pulse) throws IOException {
        Lister lister = new Lister(root, excluded, pulse);
        Files.walkFileTree(root, lister);
        lister.entries.sort(Comparator.comparing(Entry::name));
        return lister.entries;
    }

    private static final class Lister extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Predicate<Path> excluded;
        private final Runnable pulse;
        private final List<Entry> entries = new ArrayList<>();

        Lister(Path root, Predicate<Path> excluded, Runnable pulse) {
            this.root = root;
            this.excluded = excluded;
            this.pulse = pulse;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return excluded.test(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            pulse.run();
            if (attributes.isRegularFile() && !excluded.test(file)) {
                add(file, attributes.size(), Optional.empty());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return failed(file, failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : failed(directory, failure);
        }

        private FileVisitResult failed(Path path, IOException failure) throws IOException {
            if (path.equals(root)) {
                throw failure;
            }
            if (!(failure instanceof NoSuchFileException)) { // what is gone by now is no part of the tree
                add(path, 0, Optional.of(Describe.problem(failure)));
            }
            return FileVisitResult.CONTINUE;
        }

        private void add(Path path, long size, Optional<String> problem) {
            entries.add(new Entry(path, RelativeName.of(root, path), size, problem));
        }
    }
}
