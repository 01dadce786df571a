package io.github.recovery4j.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Knows which file systems cannot keep what the storage promises. */
final class FileSystemCheck {

    private static final String LOST = "its files do not survive a power loss or a reboot";
    private static final String WEAK = "its locks and syncs depend on a server; two machines may both own a run";

    private static final Map<String, String> WEAKNESSES = Map.ofEntries(
            Map.entry("tmpfs", LOST),
            Map.entry("ramfs", LOST),
            Map.entry("nfs", WEAK),
            Map.entry("nfs4", WEAK),
            Map.entry("cifs", WEAK),
            Map.entry("smb3", WEAK),
            Map.entry("smbfs", WEAK),
            Map.entry("9p", WEAK),
            Map.entry("fuse.sshfs", WEAK),
            Map.entry("vboxsf", WEAK));

    private FileSystemCheck() {}

    /** What the file system of a directory cannot promise; empty if nothing is known against it. */
    static Optional<String> weakness(Path directory) throws IOException {
        String type = Files.getFileStore(directory).type();
        return weakness(type, type.equals("overlay") ? mounts() : "")
                .map(weakness -> "%s is on a file system of type %s: %s".formatted(directory, type, weakness));
    }

    /** An overlay is fine, unless it is mounted so that it ignores syncs. */
    static Optional<String> weakness(String type, String mounts) {
        boolean volatileOverlay = mounts.lines()
                .map(line -> line.split(" "))
                .anyMatch(mount -> mount.length > 3
                        && mount[2].equals("overlay")
                        && ("," + mount[3] + ",").contains(",volatile,"));
        return volatileOverlay
                ? Optional.of("an overlay is mounted 'volatile' here, which ignores syncs")
                : Optional.ofNullable(WEAKNESSES.get(type));
    }

    private static String mounts() throws IOException {
        Path mounts = Path.of("/proc/mounts");
        return Files.isReadable(mounts) ? Files.readString(mounts) : "";
    }
}
