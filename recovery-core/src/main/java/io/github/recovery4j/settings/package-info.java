/**
 * What a host can tune without changing code: a {@link io.github.recovery4j.settings.Setting} has a name, a default and a
 * range, and {@link io.github.recovery4j.settings.Settings} are the values that system properties and environment variables
 * give them. Each setting is declared beside the code that it tunes, where it is the default itself; nothing here or there
 * reads the environment: whoever wires does, once, and hands the values in. What code says ({@link
 * io.github.recovery4j.settings.Tunable#said}) wins over what is set.
 */
@NullMarked
package io.github.recovery4j.settings;

import org.jspecify.annotations.NullMarked;
