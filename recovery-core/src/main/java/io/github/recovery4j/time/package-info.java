/**
 * The two kinds of time, kept apart: {@link io.github.recovery4j.time.Ticker} measures how long something takes,
 * {@link java.time.InstantSource} stamps when something happened. Nothing in this library reads a clock that was not
 * handed to it.
 */
@NullMarked
package io.github.recovery4j.time;

import org.jspecify.annotations.NullMarked;
