/** Threads of the library's own, and limits for those of others. Not exported. */
@NullMarked
package io.github.recovery4j.thread;

import org.jspecify.annotations.NullMarked;
