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

    private final Bench bench;
    private final Consumer<String> visitor;
    private long operations;
    private long expected = -1;
    private boolean changed = true;

    Moments(Bench bench, Consumer<String> visitor) {
        this.bench = bench;
        this.visitor = visitor;
    }

    long operations() {
        return operations;
    }

    @Override
    public void before(DiskOperation operation, Path path) {
        operations++;
        if (changed || bench.history().changes() != expected) {
            expected = bench.history().changes();
            visitor.accept("before operation %d (%s %s)".formatted(operations, operation, path));
        }
        changed = operation.isChange();
    }
}
