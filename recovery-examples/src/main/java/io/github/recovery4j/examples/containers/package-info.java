/**
 * An adapter for an environment of one's own: containers of Docker that carry a label, by its command line. A page about it
 * is in {@code docs/environments.md}.
 */
@NullMarked
package io.github.recovery4j.examples.containers;

import org.jspecify.annotations.NullMarked;
