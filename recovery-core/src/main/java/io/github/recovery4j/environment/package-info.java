/**
 * What a job runs against, seen through an {@link io.github.recovery4j.environment.Environment}: whether it is there, in
 * which state its services are, and how to get rid of it. It is found by a name, which a
 * {@link io.github.recovery4j.environment.EnvironmentName} makes of a configuration and takes apart again.
 *
 * <p>Adapters: {@link io.github.recovery4j.environment.Processes processes} of this machine,
 * {@link io.github.recovery4j.environment.TmuxSessions sessions of tmux},
 * {@link io.github.recovery4j.environment.KurtosisEnclaves enclaves of Kurtosis}, and services that answer over
 * {@linkplain io.github.recovery4j.environment.Environment#services HTTP or TCP}, which can be asked on top of the others.
 */
@NullMarked
package io.github.recovery4j.environment;

import org.jspecify.annotations.NullMarked;
