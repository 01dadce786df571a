package io.github.recovery4j.examples.services;

import io.github.recovery4j.process.ProcessId;

/**
 * The life of a host, live in its ledger from its start to the end of its shutdown. One that a new host finds there was killed.
 *
 * @param process the host
 * @param phase what it does
 */
record HostLife(ProcessId process, Phase phase) {

    /** What a host does. */
    enum Phase {
        /** It keeps services alive. */
        STARTED,
        /** It shuts down. */
        STOPPING
    }
}
