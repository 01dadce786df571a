/**
 * An orderly end. {@link io.github.recovery4j.shutdown.ShutdownCoordinator} carries out phases, each within its own
 * deadline; a {@link io.github.recovery4j.shutdown.ShutdownTrigger} starts it when the JVM is asked to end.
 */
@NullMarked
package io.github.recovery4j.shutdown;

import org.jspecify.annotations.NullMarked;
