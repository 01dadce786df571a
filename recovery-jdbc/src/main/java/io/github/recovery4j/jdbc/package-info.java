/**
 * A storage in PostgreSQL, for many machines.
 *
 * <p>Start at {@link io.github.recovery4j.jdbc.JdbcStorage}. What is said to the database is in resources: the tables in
 * numbered scripts, the rest in {@code statements.sql}. Behind them: {@code Database} (carries out, repeats, gives up),
 * {@code Borrowed} (a connection, as we need it), {@code Failure} (what an SQLState means), {@code Known} (what the database
 * must not forget), {@code Standing} (why a write was refused), {@code Journals} (openings of journals) and {@code
 * RecordMedium} (one of them).
 */
@NullMarked
package io.github.recovery4j.jdbc;

import org.jspecify.annotations.NullMarked;
