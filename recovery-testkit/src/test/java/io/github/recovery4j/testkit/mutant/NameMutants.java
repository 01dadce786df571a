package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** File storages whose disk gives names to files, or takes them away, in another way or order. */
final class NameMutants {

    private NameMutants() {}

    static Disk withDeletionBeforeRenaming(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                under().delete(to);
                under().rename(from, to);
            }
        };
    }

    static Disk withRenamingByCopy(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                copy(under(), from, to);
                under().delete(from);
            }
        };
    }

    private static void copy(Disk disk, Path from, Path to) throws IOException {
        disk.delete(to);
        try (Disk.OpenFile source = disk.open(from);
                Disk.NewFile target = disk.create(to)) {
            target.out().write(source.in().readAllBytes());
        }
    }

    /** What is to become current is written over it at once. */
    static Disk withWritesInPlace(Disk disk) {
        return new ForwardingDisk(disk) {

            private Path place(Path file) {
                return file.resolveSibling(file.getFileName().toString().replaceAll("\\.new-\\d+$", ""));
            }

            @Override
            public NewFile create(Path file) throws IOException {
                if (!place(file).equals(file)) {
                    under().delete(place(file));
                }
                return under().create(place(file));
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                if (to.toString().endsWith(".backup")) {
                    return; // too late: it was written over
                }
                if (place(from).equals(from)) {
                    under().rename(from, to);
                }
            }
        };
    }

    /** Not the file that is retired is written over, but the one that is retired next: it still has its name. */
    static Disk withWritesOverTheBackup(Disk disk) {
        return new ForwardingDisk(disk) {
            private @Nullable Path written;

            @Override
            public LogFile openLog(Path file) throws IOException {
                if (!isRetired(file)) {
                    return under().openLog(file);
                }
                LogFile backup = under().openLog(backup(file));
                written = file;
                return backup;
            }

            private static boolean isRetired(Path file) {
                return file.toString().contains(".old-");
            }

            private static Path backup(Path retired) {
                return retired.resolveSibling(retired.getFileName().toString().replaceAll("\\.old-.*", ".backup"));
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                if (written == null || !isRetired(to)) {
                    if (written != null && to.equals(backup(written))) {
                        under().rename(to, written);
                    }
                    under().rename(from, to);
                }
                if (from.equals(written)) {
                    written = null;
                }
            }
        };
    }

    static Disk withoutBackup(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                if (to.toString().endsWith(".backup")) {
                    under().delete(from);
                } else {
                    under().rename(from, to);
                }
            }
        };
    }

    /** The newest generation goes first, so a crash brings back an older one. */
    static Disk withRemovalOfTheNewestFirst(Disk disk) {
        return new ForwardingDisk(disk) {
            private final List<Path> older = new ArrayList<>();

            @Override
            public void delete(Path file) throws IOException {
                if (file.toString().endsWith(".backup")) {
                    older.add(file);
                } else {
                    under().delete(file);
                }
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                under().syncDirectory(directory);
                for (Path file : older) {
                    if (!under().list(directory).contains(current(file))) {
                        under().delete(file);
                    }
                }
            }

            private String current(Path backup) {
                return backup.getFileName().toString().replace(".backup", "");
            }
        };
    }

    static Disk withRemovalInOneGo(Disk disk) {
        return new ForwardingDisk(disk) {
            private boolean removing;

            @Override
            public void delete(Path file) throws IOException {
                removing = file.toString().endsWith(".backup");
                under().delete(file);
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                if (!removing) {
                    under().syncDirectory(directory);
                }
            }
        };
    }
}
