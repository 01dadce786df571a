package io.github.recovery4j;

import io.github.recovery4j.child.Children;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The child processes of a recovery. Once closed it opens none. Safe for use by many threads. */
final class ChildHomes {

    private static final String ENDING = "This recovery is shutting down: no children are kept any more";

    private final InstantSource clock;
    private final Ticker ticker;

    // guarded by this
    private final List<Children> opened = new ArrayList<>();
    private boolean closed;

    ChildHomes(InstantSource clock, Ticker ticker) {
        this.clock = clock;
        this.ticker = ticker;
    }

    Children open(Path directory) throws IOException, InterruptedException {
        throwIfClosed();
        Children children = Children.open(directory, clock, ticker);
        synchronized (this) {
            if (!closed) {
                opened.add(children);
                return children;
            }
        }
        children.close();
        throw new IllegalStateException(ENDING);
    }

    private synchronized void throwIfClosed() {
        if (closed) {
            throw new IllegalStateException(ENDING);
        }
    }

    /** Ends all children, each within its own time, and within this. */
    void close(Duration grace) {
        synchronized (this) {
            closed = true;
        }
        opened.forEach(children -> children.close(grace)); // nobody adds to it any more
    }
}
