package io.github.recovery4j.examples.digest;

import io.github.recovery4j.examples.console.Terminal;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;

/** Shows how a digest goes. Used by one thread. */
interface Display extends AutoCloseable {

    /** The files are being listed, which takes its time on a large tree. */
    default void listing() {}

    /**
     * Begins.
     *
     * @param position how many bytes of the tree are done
     * @param total how many there are
     * @param files how many files are done
     * @param allFiles how many there are
     */
    void begin(long position, long total, long files, long allFiles);

    /**
     * Shows how far it is; called for every file.
     *
     * @param files how many files are done
     * @param progress the bytes
     */
    void update(long files, Progress progress);

    /** Says something in a line of its own. */
    void say(String line);

    @Override
    void close();

    /** A bar on a terminal, a line now and then elsewhere. */
    static Display on(PrintStream out) {
        return Terminal.attached() ? new Bar(out) : new Lines(out);
    }

    /** Only what has to be said. */
    final class Quiet implements Display {

        private final PrintStream out;

        Quiet(PrintStream out) {
            this.out = out;
        }

        @Override
        public void begin(long position, long total, long files, long allFiles) {}

        @Override
        public void update(long files, Progress progress) {}

        @Override
        public void say(String line) {
            out.println(line);
        }

        @Override
        public void close() {}
    }
}
