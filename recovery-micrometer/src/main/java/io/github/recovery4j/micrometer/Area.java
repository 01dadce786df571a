package io.github.recovery4j.micrometer;

/** Counts and measures what happens in one part of the library; each has a list of its {@code definitions()}. */
@FunctionalInterface
interface Area {

    /**
     * Takes the events of this part.
     *
     * @param routes sends them
     */
    void listen(Routes routes);
}
