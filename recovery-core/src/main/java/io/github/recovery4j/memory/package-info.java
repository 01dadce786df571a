/** A storage that lives as long as the process: for tests, and for hosts that run without recovery. */
@NullMarked
package io.github.recovery4j.memory;

import org.jspecify.annotations.NullMarked;
