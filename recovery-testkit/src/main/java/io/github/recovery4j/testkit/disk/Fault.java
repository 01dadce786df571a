package io.github.recovery4j.testkit.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * What happens before an operation of a {@link FaultyDisk}: it fails if this throws, it is slow if this takes its time,
 * and anything else can be done at this moment too. Called by the thread that asks for the operation; must be safe for
 * use by many of them if the storage is.
 */
@FunctionalInterface
public interface Fault {

    /**
     * Is called before an operation.
     *
     * @param operation what is to be done
     * @param path to which file or directory
     * @throws IOException if it is to fail
     */
    void before(DiskOperation operation, Path path) throws IOException;

    /** {@return a fault that never comes} */
    static Fault none() {
        return (operation, path) -> {};
    }

    /**
     * {@return a fault that lets one operation fail}
     *
     * @param number which one: 0 is the next
     * @param failure how
     */
    static Fault once(long number, Failure failure) {
        AtomicLong left = new AtomicLong(number);
        return (operation, path) -> {
            if (left.getAndDecrement() == 0) {
                throw failure.on(path);
            }
        };
    }

    /**
     * {@return a fault that lets every operation fail from some moment on}
     *
     * @param number the first one: 0 is the next
     * @param failure how
     */
    static Fault from(long number, Failure failure) {
        AtomicLong left = new AtomicLong(number);
        return (operation, path) -> {
            if (left.getAndDecrement() <= 0) {
                throw failure.on(path);
            }
        };
    }

    /**
     * {@return the same for some operations only; the others neither fail nor count}
     *
     * @param operations which
     */
    default Fault of(Predicate<DiskOperation> operations) {
        return (operation, path) -> {
            if (operations.test(operation)) {
                before(operation, path);
            }
        };
    }

    /**
     * {@return the same for one kind of operation only; the others neither fail nor count}
     *
     * @param only which
     */
    default Fault of(DiskOperation only) {
        return of(only::equals);
    }
}
