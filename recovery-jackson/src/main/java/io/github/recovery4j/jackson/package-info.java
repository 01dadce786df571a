/**
 * Stores configuration, state and results as JSON, or in another {@link io.github.recovery4j.jackson.JacksonFormat
 * format}, with Jackson 3.
 *
 * <p>Nothing has to be set up: {@link io.github.recovery4j.jackson.JacksonCodec} is found by
 * {@link java.util.ServiceLoader} and takes records, beans, collections and {@code java.time} values as they are. Build
 * one by hand to give a type {@linkplain io.github.recovery4j.jackson.TypeVersions versions and migrations}, to change
 * the {@linkplain io.github.recovery4j.jackson.JacksonLimits limits} or to customize the mapper.
 *
 * <p>In a named module, open the packages of the stored types to {@code tools.jackson.databind}.
 */
@NullMarked
package io.github.recovery4j.jackson;

import org.jspecify.annotations.NullMarked;
