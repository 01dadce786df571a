package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One start of a service. It is recorded before the process is started, so that a process whose number was never recorded, as
 * its host was killed, is found by the mark.
 *
 * @param spec what was started
 * @param mark in the environment of the process, and of all that it starts
 * @param begun when
 * @param process what it became; empty as long as that is not known
 */
record Launch(ServiceSpec spec, ProcessMark mark, Instant begun, Optional<ProcessId> process) {

    static Launch of(ServiceSpec spec, Instant now) {
        return new Launch(spec, ProcessMark.create(), now, Optional.empty());
    }

    Launch became(ProcessId started) {
        return new Launch(spec, mark, begun, Optional.of(started));
    }

    /** Whether its process is alive: the same number, and the same start. */
    boolean isAlive() throws IOException {
        return process.isPresent() && process.get().isAlive();
    }
}
