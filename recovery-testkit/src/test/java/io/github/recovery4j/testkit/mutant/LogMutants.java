package io.github.recovery4j.testkit.mutant;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.testkit.disk.ForwardingLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Journals whose disk writes or syncs a segment in another way than it was asked to. */
final class LogMutants {

    private static final int SECTOR = 512;
    private static final int FIRST_PAGE = 4096;

    private LogMutants() {}

    /** Lets logs be different; as they are here, they are as they should be. */
    private static class Logs extends ForwardingDisk {

        Logs(Disk under) {
            super(under);
        }

        void write(Path file, LogFile log, long position, List<ByteBuffer> data) throws IOException {
            log.write(position, data);
        }

        void sync(Path file, LogFile log) throws IOException {
            log.sync();
        }

        void close(LogFile log) throws IOException {
            log.close();
        }

        @Override
        public LogFile openLog(Path file) throws IOException {
            LogFile log = under().openLog(file);
            return new ForwardingLog(log) {
                @Override
                public void write(long position, List<ByteBuffer> data) throws IOException {
                    Logs.this.write(file, log, position, data);
                }

                @Override
                public void sync() throws IOException {
                    Logs.this.sync(file, log);
                }

                @Override
                public void close() throws IOException {
                    Logs.this.close(log);
                }
            };
        }
    }

    static Disk withoutSync(Disk disk) {
        return new Logs(disk) {
            @Override
            void sync(Path file, LogFile log) {}
        };
    }

    static Disk withSyncOfAnotherSegment(Disk disk) {
        return new Logs(disk) {
            @Override
            void sync(Path file, LogFile log) throws IOException {
                for (String name : under().list(file.getParent())) {
                    Path other = file.resolveSibling(name);
                    if (name.endsWith(".segment") && !other.equals(file)) {
                        try (LogFile wrong = under().openLog(other)) {
                            wrong.sync();
                        }
                    }
                }
            }
        };
    }

    static Disk withSyncsThatComeAfterTheAcknowledgement(Disk disk) {
        return new Logs(disk) {
            private final List<LogFile> late = new ArrayList<>();

            @Override
            void sync(Path file, LogFile log) throws IOException {
                syncLate();
                late.add(log);
            }

            @Override
            void close(LogFile log) throws IOException {
                syncLate();
                log.close();
            }

            private void syncLate() throws IOException {
                for (LogFile log : late) {
                    log.sync();
                }
                late.clear();
            }
        };
    }

    static Disk withSyncsThatAreTriedAgain(Disk disk) {
        return new Logs(disk) {
            @Override
            void sync(Path file, LogFile log) throws IOException {
                try {
                    log.sync();
                } catch (IOException e) {
                    log.sync();
                }
            }
        };
    }

    static Disk withSyncsWhoseFailureIsIgnored(Disk disk) {
        return new Logs(disk) {
            @Override
            void sync(Path file, LogFile log) {
                try {
                    log.sync();
                } catch (IOException e) {
                    return;
                }
            }
        };
    }

    static Disk withSegmentsNamedBeforeTheyAreSynced(Disk disk) {
        return new Logs(disk) {
            @Override
            void sync(Path file, LogFile log) throws IOException {
                if (!file.endsWith("segment.new")) {
                    log.sync();
                }
            }
        };
    }

    static Disk withWritesWhoseFailureIsIgnored(Disk disk) {
        return new Logs(disk) {
            @Override
            void write(Path file, LogFile log, long position, List<ByteBuffer> data) {
                try {
                    log.write(position, data);
                } catch (IOException e) {
                    return;
                }
            }
        };
    }

    /** A sector is written whole, with the records that are durable in it. */
    static Disk withRecordsThatAreWrittenAgain(Disk disk) {
        return new Logs(disk) {
            @Override
            void write(Path file, LogFile log, long position, List<ByteBuffer> data) throws IOException {
                long start = position / SECTOR * SECTOR;
                if (position > FIRST_PAGE && start < position) {
                    try (OpenFile same = under().open(file)) {
                        same.in().skipNBytes(start);
                        log.write(start, List.of(ByteBuffer.wrap(same.in().readNBytes((int) (position - start)))));
                    }
                }
                log.write(position, data);
            }
        };
    }

    static Disk withSegmentsThatStayOpen(Disk disk) {
        return new Logs(disk) {
            @Override
            void close(LogFile log) {}
        };
    }
}
