package io.github.recovery4j.testkit.disk;

import io.github.recovery4j.disk.Disk;
import java.io.OutputStream;

/** A file of a {@link SimulatedDisk} that is being written. */
final class SimulatedFile extends SimulatedHandle implements Disk.NewFile {

    SimulatedFile(SimulatedDisk disk, FileNode node) {
        super(disk, node);
    }

    @Override
    public OutputStream out() {
        return new ArrayOutput((bytes, offset, length) -> disk().append(node(), bytes, offset, length));
    }
}
