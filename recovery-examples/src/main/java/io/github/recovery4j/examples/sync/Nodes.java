package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.Environment;
import java.io.IOException;

/** Pairs of nodes: an environment that can also be made. */
interface Nodes {

    /** How they are looked at, and removed. */
    Environment environment();

    /**
     * Starts an execution node, a consensus node and an exporter of their metrics, in an environment that is not there yet.
     *
     * @param config which, and the name of the environment
     * @throws IOException if they cannot be started; some of them may run
     * @throws InterruptedException if the thread is interrupted; some of them may run
     */
    void start(SyncConfig config) throws IOException, InterruptedException;
}
