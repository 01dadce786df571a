package io.github.recovery4j.examples.sync;

/** What the sync cannot do without has certainly ended. */
final class EnvironmentCrashedException extends Exception {

    private static final long serialVersionUID = 1;

    EnvironmentCrashedException(String message) {
        super(message);
    }
}
