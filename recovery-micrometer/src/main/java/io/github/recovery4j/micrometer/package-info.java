/**
 * What happens, for Micrometer. {@link io.github.recovery4j.micrometer.RecoveryMetrics} counts and measures,
 * {@link io.github.recovery4j.micrometer.LifetimeCounters} keeps the counts across restarts,
 * {@link io.github.recovery4j.micrometer.RecoveryObservations} makes spans, and
 * {@link io.github.recovery4j.micrometer.HealthReport} is for a health endpoint.
 */
@NullMarked
package io.github.recovery4j.micrometer;

import org.jspecify.annotations.NullMarked;
