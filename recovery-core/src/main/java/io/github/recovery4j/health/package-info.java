/**
 * Watches whether what a service needs is well, and heals it when it is not. A {@link
 * io.github.recovery4j.health.HealthMonitor} asks {@linkplain io.github.recovery4j.health.HealthCheck checks} again and
 * again; each is a {@link io.github.recovery4j.probe.Probe} with an interval, a number of failures in a row that count, and
 * perhaps a {@link io.github.recovery4j.health.Healing}. {@link io.github.recovery4j.health.HealthChecks} has ready-made
 * ones.
 */
@NullMarked
package io.github.recovery4j.health;

import org.jspecify.annotations.NullMarked;
