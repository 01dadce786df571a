/**
 * A trip is a flight, a hotel and a car, or nothing: a saga whose steps are undone when one of them fails, wherever it was
 * killed. Its test kills it everywhere.
 */
@NullMarked
package io.github.recovery4j.examples.trip;

import org.jspecify.annotations.NullMarked;
