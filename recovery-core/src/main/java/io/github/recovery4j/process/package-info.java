/**
 * Commands of the operating system, and the processes they become. A {@link io.github.recovery4j.process.Command} is a
 * list of arguments, never a line for a shell; it always has a time limit, and what it started does not outlive it. A
 * {@link io.github.recovery4j.process.ProcessId} tells a process from a later one with the same number.
 */
@NullMarked
package io.github.recovery4j.process;

import org.jspecify.annotations.NullMarked;
