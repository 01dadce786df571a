package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.process.ProcessMark;
import java.util.Optional;

/**
 * A living process of a service.
 *
 * @param process which
 * @param mark the mark of its start; empty if it has dropped its environment
 */
record Running(ProcessId process, Optional<ProcessMark> mark) {}
