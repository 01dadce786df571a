/** Files and messages that people and programs write: read strictly, with every mistake told in words. */
@NullMarked
package io.github.recovery4j.examples.document;

import org.jspecify.annotations.NullMarked;
