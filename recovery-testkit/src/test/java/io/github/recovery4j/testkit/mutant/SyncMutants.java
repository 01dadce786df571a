package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.testkit.disk.ForwardingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File storages whose disk syncs something else than it was asked to, or at another time. */
final class SyncMutants {

    private SyncMutants() {}

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
}
