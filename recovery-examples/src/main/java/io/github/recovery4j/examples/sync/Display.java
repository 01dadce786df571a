package io.github.recovery4j.examples.sync;

import io.github.recovery4j.examples.console.Terminal;
import io.github.recovery4j.job.Progress;
import java.io.PrintStream;

/** Shows how a sync goes. Used by one thread. */
interface Display extends AutoCloseable {

    /**
     * Shows how far it is.
     *
     * @param entry what was seen last
     * @param progress blocks and slots
     */
    void update(SyncProgress.Entry entry, Progress progress);

    /** Says something in a line of its own. */
    void say(String line);

    @Override
    void close();

    /** A bar on a terminal, a line now and then elsewhere. */
    static Display on(PrintStream out) {
        return Terminal.attached() ? new Bar(out) : new Lines(out);
    }
}
