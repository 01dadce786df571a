package io.github.recovery4j.examples.digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real folder of the demo: large enough to be killed in, small enough not to bore.
 *
 * @param root its real path
 * @param files how many files it has
 * @param bytes how large they are together
 */
record DemoFolder(Path root, long files, long bytes) {

    private static final long ENOUGH = 2000;
    private static final long TOO_LARGE = 1_500_000_000;

    static DemoFolder of(Path root) throws IOException {
        Path real = root.toRealPath();
        List<FileTree.Entry> entries = FileTree.list(real, path -> false, () -> {});
        Optional<FileTree.Entry> unreadable = entries.stream()
                .filter(entry -> entry.problem().isPresent() || !Files.isReadable(entry.path()))
                .findFirst();
        if (unreadable.isPresent()) {
            throw new IOException("%s cannot be read, choose another folder"
                    .formatted(unreadable.get().path()));
        }
        return new DemoFolder(
                real,
                entries.size(),
                entries.stream().mapToLong(FileTree.Entry::size).sum());
    }

    /** The given folder, or else the local Maven repository or the largest part of it that will do, or else the JDK. */
    static DemoFolder choose(Optional<String> given, Optional<String> repository) throws IOException {
        if (given.isPresent()) {
            return of(Path.of(given.get()));
        }
        Optional<DemoFolder> found =
                repository.map(Path::of).filter(Files::isDirectory).flatMap(DemoFolder::within);
        return found.isPresent() ? found.get() : of(Path.of(System.getProperty("java.home")));
    }

    private static Optional<DemoFolder> within(Path candidate) {
        try {
            DemoFolder folder = of(candidate);
            if (folder.files < ENOUGH) {
                return Optional.empty();
            }
            return folder.bytes <= TOO_LARGE ? Optional.of(folder) : largestPart(folder.root);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<DemoFolder> largestPart(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .flatMap(child -> within(child).stream())
                    .max(Comparator.comparingLong(DemoFolder::files));
        }
    }
}
