/**
 * The links of the kernel, mirrored into a store of files that does not notice when the mirror is restarted. {@code PortMirror}
 * is in {@code docs/warm-restart.md}.
 */
@NullMarked
package io.github.recovery4j.examples.ports;

import org.jspecify.annotations.NullMarked;
