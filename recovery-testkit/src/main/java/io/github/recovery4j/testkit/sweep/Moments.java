package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Fault;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The moments before the operations of a disk, at which a crash may leave something new: the operation before was a
 * change, or something else is expected by now.
 */
final class Moments implements Fault {

    private final Machine machine;
    private final Consumer<String> visitor;
    private long operations;
    private long expected = -1;
    private boolean changed = true;

    Moments(Machine machine, Consumer<String> visitor) {
        this.machine = machine;
        this.visitor = visitor;
    }

    long operations() {
        return operations;
    }

    @Override
    public void before(DiskOperation operation, Path path) {
        operations++;
        if (changed || machine.changes() != expected) {
            expected = machine.changes();
            visitor.accept("before operation %d (%s %s)".formatted(operations, operation, path));
        }
        changed = operation.isChange();
    }
}
