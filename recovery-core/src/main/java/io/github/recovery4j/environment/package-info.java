/** What a job runs against, and how it is named. */
@NullMarked
package io.github.recovery4j.environment;

import org.jspecify.annotations.NullMarked;
