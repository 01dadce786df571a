package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.util.List;

/**
 * One machine under test: its disk, the program that runs on it, and what that was promised. What the program uses, a
 * storage or a journal, is all that differs between the subjects of a sweep.
 */
interface Machine {

    SimulatedDisk disk();

    /** The machine after a crash that left the given disk. */
    Machine after(SimulatedDisk left);

    /** Runs the program. What fails as it may fail is returned, and the program goes on. */
    List<RuntimeException> run(Disk through);

    /** Looks whether everything is there that was promised, and goes on; throws what is wrong. */
    void inspect(Disk through);

    /** Whether this says clearly what is wrong with the files. */
    boolean isClear(RuntimeException failure);

    /** From now on what was promised may be missing, if that is reported. */
    void expectDamage();

    /** Grows whenever something else is to be expected. */
    long changes();

    /** What is expected, in words: machines with equal words and equal disks go on alike. */
    String expectation();

    /** The program, in words. */
    @Override
    String toString();

    /** The last thing to be looked at, when everybody has closed. */
    default void requireOrder() {
        if (!disk().foreignFilesAreUntouched()) {
            throw new AssertionError("a file of somebody else was changed");
        }
        requireFilesClosed();
    }

    default void requireFilesClosed() {
        if (disk().openFiles() != 0) {
            throw new AssertionError("files were left open");
        }
    }
}
