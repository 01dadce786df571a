package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import io.github.recovery4j.process.ProcessTrace;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of a service. It is recorded before the process is started, so that a process whose number was never recorded, as
 * its host was killed, is found by the mark.
 *
 * @param spec what was started
 * @param trace by what the process, and all that it starts, is found
 * @param begun when
 */
record Launch(ServiceSpec spec, ProcessTrace trace, Instant begun) {

    static Launch of(ServiceSpec spec, Instant now) {
        return new Launch(spec, ProcessTrace.create(), now);
    }

    Launch became(ProcessId started) {
        return new Launch(spec, trace.became(started), begun);
    }

    ProcessMark mark() {
        return trace.mark();
    }

    /** What it became; empty as long as that is not known. */
    Optional<ProcessId> process() {
        return trace.process();
    }

    /** Whether its process is alive: the same number, and the same start. */
    boolean isAlive() throws IOException {
        return trace.isAlive();
    }
}
