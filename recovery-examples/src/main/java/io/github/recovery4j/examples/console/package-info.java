/** What the command-line examples share: the terminal, and numbers in words. */
@NullMarked
package io.github.recovery4j.examples.console;

import org.jspecify.annotations.NullMarked;
