package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import io.github.recovery4j.process.ProcessTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A living process of a service.
 *
 * @param process which
 * @param mark the mark of its start; empty if it has dropped its environment
 */
record Running(ProcessId process, Optional<ProcessMark> mark) {

    /** Ends it with all that it started. */
    void stop(Duration grace) throws IOException, InterruptedException {
        if (mark.isPresent()) {
            new ProcessTrace(mark.get(), Optional.of(process)).stop(grace);
        } else {
            process.stop(grace);
        }
    }
}
