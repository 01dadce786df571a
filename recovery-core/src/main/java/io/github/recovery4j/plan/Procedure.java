package io.github.recovery4j.plan;

/** Something to carry out, which may fail in any way. */
@FunctionalInterface
public interface Procedure {

    /**
     * Carries it out.
     *
     * @throws Exception if that fails
     */
    void run() throws Exception;
}
