package io.github.recovery4j.supervision;

/** Tells that something has happened to a subject, so that it is looked at before it is due. */
@FunctionalInterface
public interface Alarm {

    /**
     * Arranges for calls.
     *
     * @param look to be called when something has happened, from any thread; it returns at once
     * @return ends the arrangement; may be called more than once
     */
    Runnable call(Runnable look);
}
