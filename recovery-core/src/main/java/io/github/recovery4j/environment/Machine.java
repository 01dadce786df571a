package io.github.recovery4j.environment;

import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.process.Boot;
import java.io.IOException;

/**
 * Where the numbers of processes mean something: one machine, from one of its starts to the next.
 *
 * @param host its name
 * @param boot what tells this start of it from others; empty where the system does not tell
 */
record Machine(String host, String boot) {

    static Machine current() throws IOException {
        return new Machine(Owner.thisProcess().host(), Boot.current().id());
    }
}
