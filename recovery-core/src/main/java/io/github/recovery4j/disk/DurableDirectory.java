package io.github.recovery4j.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the directory of a storage so that a power loss does not take it away, with all that is in it. */
public final class DurableDirectory {

    private static final Logger log = LoggerFactory.getLogger(DurableDirectory.class);

    private DurableDirectory() {}

    /**
     * Opens a directory, and creates it with its parents if it does not exist. A new directory is durable only when its
     * parent was synced; who finds one cannot tell whether its creator lived to do that, unless something is in it that
     * is written later.
     *
     * @param disk where
     * @param directory which
     * @param marker the name of something in it that is created after this has returned
     * @return its real path; durable, and so are its parents
     * @throws IOException if it cannot be created, or not be told whether it is durable
     */
    public static Path open(Disk disk, Path directory, String marker) throws IOException {
        Path absolute = directory.toAbsolutePath();
        createWithParents(disk, absolute);
        Path root = disk.resolve(absolute).orElseThrow(() -> new NoSuchFileException(absolute.toString()));
        if (disk.identity(root.resolve(marker)).isEmpty()) {
            syncParents(disk, root);
        }
        return root;
    }

    private static void createWithParents(Disk disk, Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && disk.resolve(path).isEmpty()) {
            createWithParents(disk, parent);
            disk.createDirectory(path);
            disk.syncDirectory(parent);
        }
    }

    private static void syncParents(Disk disk, Path root) throws IOException {
        for (Path parent = root.getParent(); parent != null; parent = parent.getParent()) {
            try {
                disk.syncDirectory(parent);
            } catch (AccessDeniedException e) {
                log.debug("{} may not be read, so another user has made what is in it, and long ago", parent);
            }
        }
    }
}
