/**
 * Keeps sessions of tmux alive: what is described in a file, and what people made of it since.
 *
 * <p>{@link io.github.recovery4j.examples.sessions.Sessions} is the command. {@code SessionsFile} reads what is described;
 * {@code SavedSession} is what is kept of a session, in a ledger; {@code Tmux} asks, and {@code LiveSession} is what it says.
 * {@code Comparison} finds the {@code Fault}s between the two, which {@code Workshop} repairs, and {@code Following} takes over
 * what people have changed. {@code Keeper} has a supervisor do all that.
 */
@NullMarked
package io.github.recovery4j.examples.sessions;

import org.jspecify.annotations.NullMarked;
