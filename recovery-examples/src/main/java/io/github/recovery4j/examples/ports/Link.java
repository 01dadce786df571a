package io.github.recovery4j.examples.ports;

/**
 * A link as the kernel has it.
 *
 * @param index its number, which stays the same when it is renamed
 * @param name its name
 * @param port all else
 */
record Link(int index, String name, Port port) {}
