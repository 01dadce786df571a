package io.github.recovery4j.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A signal that the JDK cannot send.
 *
 * @param name without SIG
 */
record Signal(String name) {

    /** What was stopped goes on. */
    static final Signal CONT = new Signal("CONT");

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    Signal {
        if (!name.matches("[A-Z][A-Z0-9+-]*")) {
            throw new IllegalArgumentException("A signal is named like HUP or USR1, not '%s'".formatted(name));
        }
    }

    /** By the command of that name, which every system with signals has. */
    void send(List<Long> pids) throws IOException, InterruptedException {
        CommandResult result = Command.of("kill", "-s", name)
                .with(pids.stream().map(String::valueOf).toArray(String[]::new))
                .execute(TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException("SIG%s could not be sent to %s: %s".formatted(name, pids, result.summary()));
        }
    }
}
