package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file of a {@link SimulatedDisk} that is being written over. */
final class SimulatedLog extends SimulatedHandle implements Disk.LogFile {

    SimulatedLog(SimulatedDisk disk, FileNode node) {
        super(disk, node);
    }

    @Override
    public long length() {
        return disk().length(file());
    }

    @Override
    public void write(long position, List<ByteBuffer> data) throws IOException {
        disk().overwrite(node(), position, bytes(data));
    }

    static byte[] bytes(List<ByteBuffer> data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : data) {
            byte[] bytes = new byte[piece.remaining()];
            piece.duplicate().get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }
}
