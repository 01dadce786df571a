/**
 * A small service host: it keeps real processes alive, and finds them again after its own {@code kill -9}.
 *
 * <p>{@link io.github.recovery4j.examples.services.Services} is the command. {@code Home} has the ledgers of one folder: what
 * is wanted, what was started, and the lives of the hosts. {@code Children} starts, adopts and ends processes; {@code
 * ProcessTable} is the inventory of those that are alive; {@code Host} restores, watches and shuts down. A command does its work
 * itself ({@code LocalControl}), or has the running host do it ({@code RemoteControl}, {@code Api}).
 */
@NullMarked
package io.github.recovery4j.examples.services;

import org.jspecify.annotations.NullMarked;
