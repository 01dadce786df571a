package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.file.Disk;
import io.github.recovery4j.testkit.disk.ForwardingDisk;
import io.github.recovery4j.testkit.disk.ForwardingFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** File storages with a mistake, made by a disk that does something else than it was asked for. */
final class DiskMutants {

    private DiskMutants() {}

    /** Lets only the sync of files and directories be different. */
    private abstract static class Syncing extends ForwardingDisk {

        Syncing(Disk under) {
            super(under);
        }

        abstract void sync(Action under) throws IOException;

        void syncFile(Action under) throws IOException {
            sync(under);
        }

        @Override
        public NewFile create(Path file) throws IOException {
            NewFile created = under().create(file);
            return new ForwardingFile(created) {
                @Override
                public void sync() throws IOException {
                    syncFile(created::sync);
                }
            };
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            sync(() -> under().syncDirectory(directory));
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    static Disk withoutSyncOfFiles(Disk disk) {
        return new Syncing(disk) {
            @Override
            void syncFile(Action under) {}

            @Override
            void sync(Action under) throws IOException {
                under.run();
            }
        };
    }

    static Disk withoutSyncOfDirectories(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public void syncDirectory(Path directory) {}
        };
    }

    static Disk withoutSyncOfParents(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public void syncDirectory(Path directory) throws IOException {
                if (under().list(directory).contains("storage.lock")
                        || directory.getNameCount() > 2) { // at or below /var/reports
                    under().syncDirectory(directory);
                }
            }
        };
    }

    static Disk withSyncsThatAreTriedAgain(Disk disk) {
        return new Syncing(disk) {
            @Override
            void sync(Action under) throws IOException {
                try {
                    under.run();
                } catch (IOException e) {
                    under.run();
                }
            }
        };
    }

    static Disk withSyncsWhoseFailureIsIgnored(Disk disk) {
        return new Syncing(disk) {
            @Override
            void sync(Action under) {
                try {
                    under.run();
                } catch (IOException e) {
                    return;
                }
            }
        };
    }

    static Disk withSyncsThatComeAfterTheAcknowledgement(Disk disk) {
        return new Syncing(disk) {
            private Action late = () -> {};

            @Override
            void sync(Action under) throws IOException {
                Action before = late;
                late = under;
                before.run();
            }

            @Override
            void syncFile(Action under) throws IOException {
                under.run();
            }
        };
    }

    static Disk withSyncOfFilesAfterTheirRenaming(Disk disk) {
        return new Syncing(disk) {
            private final List<Action> late = new ArrayList<>();

            @Override
            void sync(Action under) throws IOException {
                under.run();
            }

            @Override
            void syncFile(Action under) {
                late.add(under);
            }

            @Override
            public NewFile create(Path file) throws IOException {
                NewFile created = super.create(file);
                return new ForwardingFile(created) {
                    @Override
                    public void close() {
                        late.add(created::close); // it is synced, so it has to be open
                    }
                };
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                under().rename(from, to);
                for (Action action : late) {
                    action.run();
                }
                late.clear();
            }
        };
    }

    static Disk withoutChecksums(Disk disk) {
        return new ResealingDisk(disk);
    }

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

    static Disk withWritesWhoseFailureIsIgnored(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public NewFile create(Path file) throws IOException {
                NewFile created = under().create(file);
                return new ForwardingFile(created) {
                    @Override
                    protected void write(byte[] bytes, int offset, int length) {
                        try {
                            super.write(bytes, offset, length);
                        } catch (IOException e) {
                            return;
                        }
                    }
                };
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

    static Disk withFilesThatStayOpen(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public NewFile create(Path file) throws IOException {
                NewFile created = under().create(file);
                return new ForwardingFile(created) {
                    @Override
                    public void close() {}
                };
            }
        };
    }

    static Disk withLocksForEverybody(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public Locks locks(Path file) throws IOException {
                Locks locks = under().locks(file);
                return new Locks() {
                    @Override
                    public Optional<Lock> tryLock(long position) {
                        return Optional.of(new Lock() {
                            @Override
                            public boolean isValid() {
                                return true;
                            }

                            @Override
                            public void close() {}
                        });
                    }

                    @Override
                    public void close() throws IOException {
                        locks.close();
                    }
                };
            }
        };
    }

    /** The token was right once, so it is not looked at again. */
    static Disk withTokensCheckedOnce(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public Optional<Object> identity(Path file) throws IOException {
                return under().identity(file).map(some -> "the same");
            }
        };
    }

    static Disk withForeignFilesCleanedUp(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public List<String> list(Path directory) throws IOException {
                List<String> ours = new ArrayList<>();
                for (String name : under().list(directory)) {
                    if (name.endsWith(".txt")) {
                        under().delete(directory.resolve(name));
                    } else {
                        ours.add(name);
                    }
                }
                return ours;
            }
        };
    }

    static Disk whereWhatCannotBeListedIsEmpty(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public List<String> list(Path directory) {
                try {
                    return under().list(directory);
                } catch (IOException e) {
                    return List.of();
                }
            }
        };
    }

    static Disk whereWhatCannotBeOpenedIsAbsent(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public OpenFile open(Path file) throws IOException {
                try {
                    return under().open(file);
                } catch (NoSuchFileException | io.github.recovery4j.file.NotRegularException e) {
                    throw e;
                } catch (IOException e) {
                    throw new NoSuchFileException(file.toString());
                }
            }
        };
    }

    /** A name that is taken is somebody's save that never committed: it is written to. */
    static Disk withLeftoversThatAreAppendedTo(Disk disk) {
        return new ForwardingDisk(disk) {
            @Override
            public NewFile create(Path file) throws IOException {
                try {
                    return under().create(file);
                } catch (FileAlreadyExistsException e) {
                    byte[] before;
                    try (OpenFile left = under().open(file)) {
                        before = left.in().readAllBytes();
                    }
                    under().delete(file);
                    NewFile created = under().create(file);
                    created.out().write(before);
                    return created;
                }
            }
        };
    }
}
