/** The fields of records that core writes to journals, and reads again. Not exported. */
@NullMarked
package io.github.recovery4j.binary;

import org.jspecify.annotations.NullMarked;
