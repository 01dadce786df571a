package io.github.recovery4j.testkit.journal;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.ForwardingDisk;
import io.github.recovery4j.testkit.disk.ForwardingLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** A disk on which no page of a log may be written once something in it, other than zeros, is durable. */
final class PageGuard extends ForwardingDisk {

    private static final int PAGE = 4096;

    PageGuard(Disk under) {
        super(under);
    }

    @Override
    public LogFile openLog(Path file) throws IOException {
        return new ForwardingLog(super.openLog(file)) {
            private final BitSet unsynced = new BitSet();
            private final BitSet durable = new BitSet();

            @Override
            public void write(long position, List<ByteBuffer> data) throws IOException {
                long at = position;
                for (ByteBuffer piece : data) {
                    for (int i = piece.position(); i < piece.limit(); i++, at++) {
                        int page = (int) (at / PAGE);
                        if (page > 0 && durable.get(page)) {
                            throw new AssertionError("page %d of %s is written again".formatted(page, file));
                        }
                        if (piece.get(i) != 0) {
                            unsynced.set(page);
                        }
                    }
                }
                super.write(position, data);
            }

            @Override
            public void sync() throws IOException {
                super.sync();
                durable.or(unsynced);
            }
        };
    }
}
