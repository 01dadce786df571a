/**
 * Child processes that are kept alive: started, watched, started again with pauses and a budget, and ended with all that they
 * started. Start at {@link io.github.recovery4j.child.Children}; a {@link io.github.recovery4j.child.ChildDefinition} says what
 * is started and how it is seen to be well, and a {@link io.github.recovery4j.child.ChildProcess} is a subject of a {@link
 * io.github.recovery4j.supervision.Supervisor}.
 */
@NullMarked
package io.github.recovery4j.child;

import org.jspecify.annotations.NullMarked;
