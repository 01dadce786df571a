package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the paths of a {@link SimulatedDisk} lead to, and how the system complains about those that do not. */
record Tree(DirectoryNode top) {

    Optional<Node> find(Path path) throws IOException {
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

    Node get(Path path) throws IOException {
        return find(path).orElseThrow(() -> new MissingException(path));
    }

    DirectoryNode directory(Path path) throws IOException {
        if (get(path) instanceof DirectoryNode directory) {
            return directory;
        }
        throw new NotDirectoryException(path.toString());
    }

    FileNode file(Path path) throws IOException {
        if (get(path) instanceof FileNode file) {
            return file;
        }
        throw new NotRegularException(path);
    }

    void put(Path path, Node node) throws IOException {
        parent(path).put(String.valueOf(path.getFileName()), node);
    }

    DirectoryNode parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "the root directory");
        }
        return directory(parent);
    }

    /** The paths of all files but the foreign ones. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        collect(Path.of("/").toAbsolutePath(), top, files);
        return files;
    }

    private static void collect(Path path, Node node, List<Path> files) {
        if (node instanceof DirectoryNode directory) {
            directory.names().stream()
                    .filter(name -> !ForeignFiles.include(name))
                    .forEach(name ->
                            collect(path.resolve(name), directory.get(name).orElseThrow(), files));
        } else {
            files.add(path);
        }
    }
}
