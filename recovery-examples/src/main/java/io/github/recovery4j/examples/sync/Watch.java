package io.github.recovery4j.examples.sync;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.job.StopReason;
import java.io.PrintStream;

/** Tells what recovery decides before it is carried out, and remembers what the work has to know of it. */
final class Watch implements RecoveryListener {

    private final PrintStream out;
    private volatile Status stopped = Status.CANCELLED;
    private volatile boolean recoverable;

    /**
     * Creates the listener.
     *
     * @param out where to tell
     * @param recoverable whether recovery is wanted
     */
    Watch(PrintStream out, boolean recoverable) {
        this.out = out;
        this.recoverable = recoverable;
    }

    @Override
    public void on(RecoveryEvent event) {
        if (event instanceof RecoveryEvent.Planned planned) {
            out.println(planned.description());
        } else if (event instanceof RecoveryEvent.StopRequested asked) {
            stopped = asked.reason().equals(StopReason.TIMEOUT.toString()) ? Status.TIMEOUT : Status.CANCELLED;
        } else if (event instanceof RecoveryEvent.Degraded) {
            recoverable = false;
        }
    }

    /** As what the work was asked to stop; to be called by who was interrupted. */
    Status stopped() {
        return stopped;
    }

    /** Whether a later start can go on with the run. */
    boolean recoverable() {
        return recoverable;
    }
}
