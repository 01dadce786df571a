package io.github.recovery4j.testkit.crash;

/**
 * The process is dead: what everything throws from then on. An error, so that code that handles exceptions does not
 * survive it. Each throw is a new one, as it may be suppressed by another.
 */
final class ProcessDeath extends Error {

    private static final long serialVersionUID = 1;

    ProcessDeath() {
        super("a crash test has let the process die", null, false, false);
    }
}
